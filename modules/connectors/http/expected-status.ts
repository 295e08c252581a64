/** What an author expects: `2xx`, `200-204`, `404`, several separated by commas. */
const PART = /^(?:(?<hundred>[1-5])xx|(?<from>\d{3})(?:-(?<to>\d{3}))?)$/;

/** A test for status codes; null when the text is no list of them. */
export function readExpectedStatus(text: string): ((status: number) => boolean) | null {
  const ranges: (readonly [from: number, to: number])[] = [];
  for (const part of text.split(',')) {
    const found = PART.exec(part.trim())?.groups;
    if (found === undefined) return null;
    const from = Number(found['hundred'] === undefined ? found['from'] : `${found['hundred']}00`);
    ranges.push([from, found['hundred'] === undefined ? Number(found['to'] ?? from) : from + 99]);
  }
  return (status) => ranges.some(([from, to]) => status >= from && status <= to);
}
