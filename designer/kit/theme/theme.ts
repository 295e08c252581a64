import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

/** The one accent colour: a calm teal, dark enough for white text from shade 7 on. */
const lane: MantineColorsTuple = [
  '#e6f7f8',
  '#d4ebee',
  '#a9d5da',
  '#7abec6',
  '#55aab5',
  '#3c9eaa',
  '#2b97a5',
  '#1a7f8c',
  '#0b727e',
  '#00626e',
];

/** The look of the application. */
export const theme = createTheme({
  colors: { lane },
  primaryColor: 'lane',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans Georgian', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', monospace",
  defaultRadius: 'md',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { styles: { title: { fontWeight: 650 } } },
  },
});
