import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { keys } from '../kit/api/keys.ts';
import { createQueryClient } from '../kit/api/query-client.ts';
import { onLanguageChange, startTranslation } from '../kit/i18n/setup.ts';
import { theme } from '../kit/theme/theme.ts';
import { LoadingState } from '../kit/ui/states.tsx';
import { createAppRouter } from './router.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('Expected an element with id root in the page, but there is none.');

await startTranslation();
const queryClient = createQueryClient();
// Records carry labels that the server writes in the language of the page.
onLanguageChange(() => void queryClient.invalidateQueries({ queryKey: keys.records }));
const router = createAppRouter();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <Suspense fallback={<LoadingState />}>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
