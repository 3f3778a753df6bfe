import './splash.css';
import { Wordmark } from '../shared/brand/wordmark';

export function Splash() {
  return (
    <main className="splash" aria-busy="true">
      <h1 className="visually-hidden">Cruddur is loading</h1>
      <Wordmark large />
    </main>
  );
}
