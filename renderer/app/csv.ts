// One row of CSV (RFC 4180) that no spreadsheet takes for a formula. Pure.

/** With its line's end. */
export function csvRow(values: readonly (string | number | boolean | undefined)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

/** What spreadsheets take for the beginning of a formula, also behind what does not show. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

/** Quoted where RFC 4180 wants it; text that a spreadsheet would run is kept text by an apostrophe. */
function csvField(value: string | number | boolean = ''): string {
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
