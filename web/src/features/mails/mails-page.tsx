import './mails-page.css';
import { describeError } from '../../shared/api/describe-error';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { RelativeTime } from '../../shared/time/relative-time';
import { Notice } from '../../shared/ui/notice';
import { useMails } from './api/list-mails';
import { useMailKey } from './mail-key';

/** What a server that is tried out would have sent. */
export default function MailsPage() {
  const mails = useMails(useMailKey());
  useDocumentTitle('Mails');
  return (
    <main className="page">
      <header className="page-header page-header-alone">
        <h1>Mails</h1>
      </header>
      {mails.data !== undefined && (
        <p className="field-note">This server sends none: what it would send is shown here, to whoever has the key.</p>
      )}
      {mails.data?.map((mail) => (
        <article key={mail.uuid} className="card" aria-labelledby={`mail-${mail.uuid}`}>
          <h2 id={`mail-${mail.uuid}`}>{mail.subject}</h2>
          <p className="mail-head">
            <span className="mail-to">To {mail.to}</span>
            <RelativeTime time={mail.sent_at} />
          </p>
          <pre className="mail-text">{mail.text}</pre>
        </article>
      ))}
      {mails.data?.length === 0 && <Notice title="No mails yet" />}
      {mails.error !== null && mails.data === undefined && (
        <Notice title="No mails are shown">
          <p>{describeError(mails.error)}</p>
        </Notice>
      )}
    </main>
  );
}
