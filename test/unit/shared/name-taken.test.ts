import { changeNamed, NameTaken } from '../../../functions/shared/table/name-taken.ts';

const words = {
  code: 'name-taken',
  member: 'name',
  detail: (spelling: string) => `There is a partner with the name ${spelling}.`,
} as const;
const taken = new NameTaken(words, 'ACME', { ownerId: 7 });
const refuse = () => Promise.reject(taken);

test('a name that is taken is told as its owner spells it', async () => {
  await expect(changeNamed(refuse, async () => 'Acme')).rejects.toMatchObject({ code: 'name-taken', members: { name: 'Acme' } });
});

test.each([
  ['may not be told', async () => undefined],
  ['is another name since', async () => 'Contoso'],
  ['cannot be looked up', () => Promise.reject(new Error('the table does not answer'))],
])('the refusal stays, as the caller spells it, when the owner\u2019s spelling %s', async (_, spellingOf) => {
  await expect(changeNamed(refuse, spellingOf)).rejects.toMatchObject({ code: 'name-taken', members: { name: 'ACME' } });
});

test('what is refused for another reason stays as it is', async () => {
  const error = new Error('other');
  await expect(
    changeNamed(
      () => Promise.reject(error),
      async () => 'Acme',
    ),
  ).rejects.toBe(error);
});
