/** Stands between a decision file and the files that it imports, when they travel as one text. */
const BORDER = '\n<!-- lanework: a model that the first one imports follows -->\n';

/** A decision file together with the files that it imports, directly or not, as one text; a file without imports stays as it is. */
export const bundleDmn = (xml: string, imported: readonly string[]): string => [xml, ...imported].join(BORDER);

/** The files of a bundle; the first is the one that imports the others. */
export function filesOfBundle(bundle: string): { readonly main: string; readonly imported: readonly string[] } {
  const [main = '', ...imported] = bundle.split(BORDER);
  return { main, imported };
}
