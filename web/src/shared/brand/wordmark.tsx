import './wordmark.css';

/** The mark is a C that is a speech bubble, about to take a message in. */
export function Wordmark({ large = false }: { large?: boolean }) {
  return (
    <span className={large ? 'wordmark wordmark-large' : 'wordmark'}>
      <svg className="wordmark-mark" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M22.6 8.9A9.6 9.6 0 1 0 22.6 23.1" className="wordmark-ring" />
        <path d="M8.6 21.2 5.4 27.6l7.6-2.7z" className="wordmark-tail" />
        <circle cx="23.6" cy="16" r="3.1" className="wordmark-dot" />
      </svg>
      <span className="wordmark-name">cruddur</span>
    </span>
  );
}
