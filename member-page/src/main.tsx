import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './api/install.ts';
import { App } from './app.tsx';
import './page.css';
import { Speaking } from './words/words.tsx';

// A link of ours that was opened here belongs to the page that claims it.
const claim = /\/claim\/(gft_[0-9a-z]{26})$/.exec(location.pathname);
if (claim) location.replace(`/gift/${claim[1]}`);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Speaking>
        <App />
      </Speaking>
    </StrictMode>,
  );

if (import.meta.env.PROD && 'serviceWorker' in navigator)
  void navigator.serviceWorker.register('/m/service-worker.js', { scope: '/m/' }).catch(() => undefined);
