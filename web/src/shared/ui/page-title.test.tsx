// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Link, Route, Switch } from 'wouter';
import { PageTitle } from './page-title';

/** As in the site: the pages come and go, and what scrolls stays. */
function Site() {
  return (
    <div className="site-page" data-testid="scroller">
      <Switch>
        <Route path="/settings">
          <PageTitle>Settings</PageTitle>
        </Route>
        <Route>
          <PageTitle>Home</PageTitle>
          <Link href="/settings">To the settings</Link>
          <Link href="/@bob">To Bob</Link>
        </Route>
      </Switch>
    </div>
  );
}

const scroller = () => screen.getByTestId('scroller');
const go = (name: string) => fireEvent.click(screen.getByRole('link', { name }));

function scrollTo(top: number): void {
  scroller().scrollTop = top;
  fireEvent.scroll(scroller());
}

async function goBack(): Promise<void> {
  const gone = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
  history.back();
  await gone;
}

beforeEach(() => {
  history.replaceState(null, '', '/');
  vi.stubGlobal('navigator', { ...navigator, userActivation: { hasBeenActive: true } });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('a page that is new begins at its top, with the focus on its heading', () => {
  render(<Site />);
  scrollTo(700);
  screen.getByRole('link', { name: 'To the settings' }).focus();
  go('To the settings');
  expect(scroller().scrollTop).toBe(0);
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Settings' }));
});

it('a page that is come back to is where it was left', async () => {
  render(<Site />);
  scrollTo(700);
  go('To the settings');
  scrollTo(30);
  await goBack();
  await waitFor(() => expect(scroller().scrollTop).toBe(700));
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Home' }));
});

it('so is one that the same page shows of something else', async () => {
  render(<Site />);
  scrollTo(700);
  go('To Bob');
  expect(scroller().scrollTop).toBe(0);
  await goBack();
  await waitFor(() => expect(scroller().scrollTop).toBe(700));
});

it('what the history keeps for a page stays', () => {
  history.replaceState({ login: 'ann' }, '', '/');
  render(<Site />);
  expect(history.state).toMatchObject({ login: 'ann' });
});

it('a page that was loaded leaves the focus where browsers have it', () => {
  vi.stubGlobal('navigator', { ...navigator, userActivation: { hasBeenActive: false } });
  render(<Site />);
  expect(document.activeElement).toBe(document.body);
});
