import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

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
  // White can be read on both.
  primaryShade: { light: 9, dark: 8 },
  colors: { green },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  defaultRadius: 'sm',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '24px' }, h2: { fontSize: '18px' }, h3: { fontSize: '15px' } },
  },
  components: {
    Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', fz: 'sm', highlightOnHover: true } },
    Alert: { defaultProps: { variant: 'light', p: 'sm' } },
    // Never cut: `g…` is no tier.
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500, miw: 'max-content' } },
    Drawer: { styles: { title: { fontWeight: 600, fontSize: 16 } } },
    Modal: { styles: { title: { fontWeight: 600 } } },
    Tooltip: { defaultProps: { withinPortal: true } },
  },
});

// The library's own greys and reds are too pale on paper to be read by everybody (WCAG AA asks for 4.5 to 1).
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf7',
    '--mantine-color-text': '#1b1f1d',
    '--mantine-color-dimmed': '#5a625d',
    '--mantine-color-placeholder': '#6a716d',
    '--mantine-color-error': '#a4262c',
    '--mantine-color-red-light-color': '#96222a',
    '--mantine-color-green-light-color': '#1f5c43',
    '--mantine-color-gray-light-color': '#49504c',
    '--mantine-color-yellow-light-color': '#6b4600',
    '--mantine-color-red-filled': '#a4262c',
    '--mantine-color-red-filled-hover': '#8c1f25',
  },
  dark: {
    '--mantine-color-body': '#131614',
    '--mantine-color-text': '#dfe3e0',
    '--mantine-color-dimmed': '#9aa39d',
    '--mantine-color-placeholder': '#8b948e',
    '--mantine-color-error': '#ff9a94',
    '--mantine-color-red-light-color': '#ffb3ae',
    '--mantine-color-green-light-color': '#9fd6b8',
    '--mantine-color-gray-light-color': '#c5cbc7',
    '--mantine-color-yellow-light-color': '#f3c878',
    '--mantine-color-red-filled': '#c23a40',
    '--mantine-color-red-filled-hover': '#a83036',
  },
});
