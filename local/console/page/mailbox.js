import { act, safely } from './api.js';
import { fill, h } from './dom.js';

/** Makes the view of the e-mails that were captured instead of sent. */
export const openMailbox = () => {
  const list = h('ul', { class: 'cards' });

  const open = safely(async () => {
    /**
     * @type {{ messageId: string, sentAt: string, from: string, to: string[], subject: string, text: string }[]}
     */
    const emails = await act('emails');
    fill(list, emails.length === 0 ? h('li', {}, 'No e-mail was sent yet.') : undefined, ...emails.map(emailView));
  });

  return {
    element: h(
      'section',
      { 'aria-labelledby': 'mailbox-title' },
      h('h2', { id: 'mailbox-title' }, 'Mailbox'),
      h('p', {}, 'E-mails are captured here, and nothing is sent. Their links sign somebody in: they are shown when you ask.'),
      h('button', { type: 'button', onclick: open }, 'Read again'),
      list,
    ),
    open,
  };
};

/**
 * @param {{ messageId: string, sentAt: string, from: string, to: string[], subject: string, text: string }} email
 */
const emailView = ({ messageId, sentAt, from, to, subject, text }) => {
  const content = h('pre', {}, text);
  const show = async () => {
    content.textContent = (await act('email', { messageId })).text;
  };
  return h(
    'li',
    { class: 'card' },
    h('h3', {}, subject),
    h('p', { class: 'quiet' }, `${new Date(sentAt).toLocaleString('en-GB')}, from ${from} to ${to.join(', ')}`),
    content,
    h('button', { type: 'button', 'aria-label': `Show the links of ${subject}`, onclick: safely(show) }, 'Show its links'),
  );
};
