import { fileURLToPath } from 'node:url';
import type { Content, TFontDictionary } from 'pdfmake/interfaces.js';

const file = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Latin and Cyrillic letters, and a second family for Georgian ones, which the first does not have. */
const LATIN = 'NotoSans';
const GEORGIAN = 'NotoSansGeorgian';

/** Fonts of printed documents; the files come with the product, nothing is loaded from elsewhere. */
export const FONTS: TFontDictionary = {
  [LATIN]: {
    normal: file('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    bold: file('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  },
  [GEORGIAN]: {
    normal: file('@expo-google-fonts/noto-sans-georgian/400Regular/NotoSansGeorgian_400Regular.ttf'),
    bold: file('@expo-google-fonts/noto-sans-georgian/700Bold/NotoSansGeorgian_700Bold.ttf'),
  },
};

/** True for files that a printed document may read. */
export function isFontFile(path: string): boolean {
  return Object.values(FONTS).some((font) => font.normal === path || font.bold === path);
}

/** A text in runs of one family each, so that every letter of every language of the product has its glyph. */
export function runsOf(text: string): readonly { readonly text: string; readonly font: string }[] {
  return [...text.matchAll(/[\u10A0-\u10FF\u1C90-\u1CBF\u2D00-\u2D2F]+|[^\u10A0-\u10FF\u1C90-\u1CBF\u2D00-\u2D2F]+/gu)].map(([run]) => ({
    text: run,
    font: /^[\u10A0-\u10FF\u1C90-\u1CBF\u2D00-\u2D2F]/u.test(run) ? GEORGIAN : LATIN,
  }));
}

/** Printable content of a text in any language of the product. */
export function printed(
  text: string,
  style: { readonly bold?: boolean; readonly alignment?: 'left' | 'right'; readonly fontSize?: number; readonly color?: string } = {},
): Content {
  return { text: [...runsOf(text)], ...style };
}
