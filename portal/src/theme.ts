import { createTheme, type MantineColorsTuple } from '@mantine/core';

const green: MantineColorsTuple = [
  '#eef7f2',
  '#dcebe3',
  '#b5d7c5',
  '#8bc2a5',
  '#68b089',
  '#52a578',
  '#459f6e',
  '#358a5c',
  '#2a7b50',
  '#1f5c43',
];

/** One accent, a deep green; amber only ever means that two figures do not match, red refusal or loss. */
export const theme = createTheme({
  primaryColor: 'green',
  primaryShade: { light: 9, dark: 6 },
  colors: { green },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  defaultRadius: 'sm',
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '24px' }, h2: { fontSize: '18px' }, h3: { fontSize: '15px' } },
  },
});
