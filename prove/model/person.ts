/** The person of the model: what no log may hold of it is in these texts. */
export const PERSON = { lastName: 'Proof', email: 'ada.of.the.proof@example.com', phone: '+14155552671' };

/** The end of each address of the model. */
export const AT_PROOF = 'of.the.proof@example.com';
