import './deferred.css';
import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';

/**
 * A part of the page that is loaded when it is first shown, or before. Unlike React's lazy it does not take the whole
 * page along when it cannot be had, as without a network, and it can be asked for again.
 */
export class DeferredPart<Props> {
  component: ComponentType<Props> | null = null;

  constructor(private readonly load: () => Promise<{ default: ComponentType<Props> }>) {}

  async preload(): Promise<void> {
    this.component ??= (await this.load()).default;
  }
}

interface DeferredProps<Props> {
  readonly part: DeferredPart<Props>;
  readonly waiting: ReactNode;
  /** For a part that is not a page: takes away what says that it is not there. */
  readonly onClose?: () => void;
  readonly children: (Part: ComponentType<Props>) => ReactNode;
}

export function Deferred<Props>({ part, waiting, onClose, children }: DeferredProps<Props>) {
  const [state, setState] = useState<'waiting' | 'ready' | 'failed'>('waiting');
  const attempt = useCallback(() => {
    setState('waiting');
    part.preload().then(
      () => setState('ready'),
      () => setState('failed'),
    );
  }, [part]);
  useEffect(() => {
    if (part.component === null) attempt();
  }, [part, attempt]);
  if (part.component !== null) return children(part.component);
  if (state !== 'failed') return waiting;
  // With a network it is most likely a part that a new version has replaced: only a reload finds its successor.
  const tryAgain = () => (navigator.onLine ? location.reload() : attempt());
  return (
    <div className="not-loaded" role="alert">
      <p>This part of Cruddur could not be loaded. Check your connection and try again.</p>
      <button type="button" className="button button-small" onClick={tryAgain}>
        Try again
      </button>
      {onClose !== undefined && (
        <button type="button" className="button button-quiet button-small" onClick={onClose}>
          Close
        </button>
      )}
    </div>
  );
}
