import './splash.css';
import { Component, type ReactNode } from 'react';
import { Wordmark } from '../shared/brand/wordmark';

/** A bug, or a part of the page that a new version has replaced: reloading is the way out of both. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="splash">
        <Wordmark large />
        <h1>This page has stopped working</h1>
        <p className="splash-text">Your messages are safe, and unsent ones are kept on this device.</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
