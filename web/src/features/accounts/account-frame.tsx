import './account-frame.css';
import type { ReactNode } from 'react';
import { Wordmark } from '../../shared/brand/wordmark';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { Form } from '../../shared/ui/form';
import { PageTitle } from '../../shared/ui/page-title';

interface AccountFrameProps {
  readonly title: string;
  readonly lead: string;
  readonly pending: boolean;
  readonly failure: Error | null;
  /** What is wrong with it as a whole. */
  readonly error: string | null;
  readonly onSubmit: (form: FormData) => void;
  readonly children: ReactNode;
  readonly footer: ReactNode;
}

/** What signing in and signing up share: the page around a form. */
export function AccountFrame({ title, lead, pending, failure, error, onSubmit, children, footer }: AccountFrameProps) {
  useDocumentTitle(title);
  return (
    <main className="account">
      <div className="account-card">
        <Wordmark large />
        <PageTitle>{title}</PageTitle>
        <p className="account-lead">{lead}</p>
        <Form pending={pending} error={failure} onSubmit={onSubmit}>
          {children}
          <p className="form-error" role="alert">
            {error}
          </p>
        </Form>
        <p className="account-footer">{footer}</p>
      </div>
    </main>
  );
}

export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
