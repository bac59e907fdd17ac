const GROUPED = new Intl.NumberFormat('en');

/** A count for people: 1,234,567. */
export const grouped = (count: number): string => GROUPED.format(Math.round(count));

/** Bytes for people, in the unit that suits them. */
export const bytesText = (bytes: number): string => {
  const unit = UNITS.find(({ from }) => bytes >= from);
  return unit ? `${(bytes / unit.from).toFixed(1)} ${unit.name}` : `${bytes} B`;
};

const UNITS = [
  { from: 1e9, name: 'GB' },
  { from: 1e6, name: 'MB' },
  { from: 1e3, name: 'kB' },
];

/** Seconds for people: 0:42, 1:02:03. */
export const clockText = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
};

/** A rate; the first moments of a run say nothing. */
export const perSecond = (count: number, seconds: number): number => (seconds > 0 ? count / seconds : 0);
