const source = ['tenantry'];
const wants = { sendWelcomeEmail: [true] };

/**
 * Patterns of the events of a contact to be welcomed: it was created or changed to
 * request it, or is sent the e-mail again.
 */
export const WELCOME_EVENTS = {
  PartnerCreated: { source, detailType: 'partner.created', detail: { payload: { data: { contact: wants } } } },
  ContactCreated: { source, detailType: 'partner.contact.created', detail: { payload: { data: wants } } },
  ContactUpdated: {
    source,
    detailType: 'partner.contact.updated',
    detail: { metadata: { changed: ['/sendWelcomeEmail'] }, payload: { data: wants } },
  },
  ContactReinvited: { source, detailType: 'partner.contact.reinvited' },
};
