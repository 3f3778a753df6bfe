import { describeError } from '../../shared/api/describe-error';
import { Field } from '../../shared/ui/field';
import { Form } from '../../shared/ui/form';
import { formText } from './account-frame';
import { useUpdateMe } from './api/update-me';

export function DisplayNameForm({ displayName }: { displayName: string }) {
  const update = useUpdateMe();
  return (
    <Form
      pending={update.isPending}
      error={update.error}
      onSubmit={(values) => update.mutate({ display_name: formText(values, 'display_name').trim() })}
    >
      <Field
        label="Display name"
        name="display_name"
        defaultValue={displayName}
        autoComplete="name"
        hint="What others see beside your messages."
        error={update.error === null ? undefined : describeError(update.error)}
      />
      <div className="form-row">
        <button type="submit" className="button" aria-disabled={update.isPending}>
          Save name
        </button>
        <p role="status" className="form-done">
          {update.isSuccess && 'Saved.'}
        </p>
      </div>
    </Form>
  );
}
