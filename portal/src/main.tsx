import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@fontsource-variable/inter';
import './portal.css';
import 'dayjs/locale/es';
import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { onSignedOut, Refused } from './api/ask.ts';
import { router } from './router.tsx';
import { readableColours, theme } from './theme.ts';
import { startWords } from './words/words.ts';

const queries = new QueryClient({
  defaultOptions: {
    // Asked even where the browser says that there is no line: the answer is then a word about it, and nothing is sent later by itself.
    mutations: { networkMode: 'always' },
    // A refusal is an answer: asking again would only get it again.
    queries: {
      networkMode: 'always',
      retry: (count, error) => !(error instanceof Refused) && count < 2,
      staleTime: 5_000,
    },
  },
});

// Red says no or loss, and a Sunday is neither.
const NO_DAYS: [] = [];

/** Calendars speak the language of the screen, as everything else does. */
function Calendars({ children }: { readonly children: ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1, weekendDays: NO_DAYS }}>
      {children}
    </DatesProvider>
  );
}

startWords();
onSignedOut(() => queries.setQueryData(['session'], null));
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <Calendars>
          <RouterProvider router={router} />
        </Calendars>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
