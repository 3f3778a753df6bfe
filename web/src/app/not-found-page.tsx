import './splash.css';
import { Link } from 'wouter';
import { Wordmark } from '../shared/brand/wordmark';
import { useDocumentTitle } from '../shared/navigation/use-document-title';
import { PageTitle } from '../shared/ui/page-title';

export default function NotFoundPage() {
  useDocumentTitle('Page not found');
  return (
    <main className="splash">
      <Wordmark large />
      <p className="splash-code" aria-hidden="true">
        404
      </p>
      <PageTitle>There is no such page</PageTitle>
      <p className="splash-text">The address may be mistyped, or what was here has moved on.</p>
      <Link href="/messages" className="button button-primary">
        Go to your messages
      </Link>
    </main>
  );
}
