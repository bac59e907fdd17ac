import { looseName } from './fields.ts';

/** The names that systems have for the fields of an organization, the likeliest first. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  name: [
    ...['Name', 'Company name', 'Company', 'Account name', 'Customer name', 'Organization name', 'Organisation name', 'Organization'],
    ...['Display name', 'displayName', 'data.displayName', 'ContactName', 'Client name', 'Client', 'Customer', 'Title'],
  ],
  email: [
    ...['E-mail', 'Email', 'Email address', 'E-mail address', 'Contact email', 'Billing email', 'Primary email', 'Customer email'],
    ...['Notification email', 'Mail', 'contact.email'],
  ],
  allowedUsers: [
    ...['Allowed users', 'Users', 'Seats', 'Licences', 'Licenses', 'Max users', 'Number of users', 'Number of seats', 'Quantity'],
    ...['Seat count', 'User limit', 'seats.numberOfSeats', 'seats.maximumNumberOfSeats', 'attributes.seats[0]'],
  ],
  externalId: [
    ...['External id', 'Id', 'Record ID', 'Customer id', 'Account id', 'Account number', 'Company id', 'Organization id'],
    ...['Microsoft ID', 'Subscription ID', 'User_id', 'Reference', 'data.externalId', 'Number'],
  ],
  description: ['Description', 'Notes', 'Comment', 'Comments', 'About'],
  'address.addressLine1': ['Address line 1', 'AddressLine1', 'Address 1', 'Street', 'Street address', 'POAddressLine1', 'Address'],
  'address.addressLine2': ['Address line 2', 'AddressLine2', 'Address 2', 'POAddressLine2', 'Suite'],
  'address.city': ['City', 'Town', 'POCity'],
  'address.state': ['State', 'Region', 'Province', 'County', 'PORegion', 'State/Region'],
  'address.country': ['Country', 'Country/Region', 'POCountry'],
  'address.postalCode': ['Postal code', 'Postcode', 'Zip', 'Zip code', 'POPostalCode'],
};

/** Returns the field that a column is probably meant to be, and how likely it is: 0 is most. */
export const guessField = (column: string): { readonly field: string; readonly rank: number } | undefined => {
  const loose = bare(column);
  for (const [field, names] of Object.entries(NAMES)) {
    const rank = names.findIndex((name) => bare(name) === loose);
    if (rank >= 0) return { field, rank };
  }
  return undefined;
};

// As in `*ContactName` and `e-mail`.
const bare = (name: string): string => looseName(name).replace(/[-_*]/g, '');
