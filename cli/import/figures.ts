const GROUPED = new Intl.NumberFormat('en');

/** Formats a count for people: 1,234,567. */
export const formatCount = (count: number): string => GROUPED.format(Math.round(count));

/** Formats bytes for people, in the unit that fits. */
export const formatBytes = (bytes: number): string => {
  const unit = UNITS.find(({ from }) => bytes >= from);
  return unit ? `${(bytes / unit.from).toFixed(1)} ${unit.name}` : `${bytes} B`;
};

const UNITS = [
  { from: 1e9, name: 'GB' },
  { from: 1e6, name: 'MB' },
  { from: 1e3, name: 'kB' },
];

/** Formats seconds for people: 0:42, 1:02:03. */
export const formatDuration = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
};

/** Returns a rate; 0 before the first moment of a run is over. */
export const perSecond = (count: number, seconds: number): number => (seconds > 0 ? count / seconds : 0);
