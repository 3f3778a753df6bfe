import { useSignInOffer } from './api/get-sign-in-offer';

/** Where a server to try out shows the mails that it does not send. */
export function MailsHint() {
  const offer = useSignInOffer();
  if (!offer?.shows_mails) return null;
  return (
    <p className="field-note">
      This server sends no mails, it{' '}
      <a href="/mails" target="_blank" rel="noreferrer">
        shows them
      </a>
      .
    </p>
  );
}
