import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { UnseenProvider } from '../features/notices/unseen.tsx';
import { LanguageProvider } from '../ui/language.tsx';
import { AppearanceProvider } from './appearance.tsx';
import './page.css';
import { router } from './router.tsx';
import { SessionProvider } from './session.tsx';

const place = document.getElementById('root');
if (!place) throw new Error('The page has no place to draw on');
createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <AppearanceProvider>
        <SessionProvider>
          <UnseenProvider>
            <RouterProvider router={router} />
          </UnseenProvider>
        </SessionProvider>
      </AppearanceProvider>
    </LanguageProvider>
  </StrictMode>,
);
