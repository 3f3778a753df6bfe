import '../shared/theme/tokens.css';
import '../shared/theme/base.css';
import '../shared/theme/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, chosenTheme } from '../shared/theme/theme';
import { App } from './app';

applyTheme(chosenTheme());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
