import './post-box.css';
import { useId } from 'react';
import { useTyped } from '../../live/react/use-typed';
import { announcer } from '../../shared/announcer/announcer';
import type { Person } from '../../shared/session/person';
import { defaultTtl, ttls } from './activity';
import { usePostActivity } from './api/post-activity';
import { useSameUuid } from './use-same-uuid';
import { WriteBox } from './write-box';

export function PostBox({ me }: { me: Person }) {
  const id = useId();
  // With the text it is for: what was to end in an hour must not stay for a week because its writer looked elsewhere.
  const [chosen, choose] = useTyped('post.ttl');
  const ttl = ttls.find((each) => each === chosen) ?? defaultTtl;
  const post = usePostActivity(me);
  const asSame = useSameUuid('post');
  const submit = async (message: string) => {
    await asSame(`${ttl} ${message}`, (uuid) => post.mutateAsync({ activity_uuid: uuid, message, ttl }));
    choose('');
    announcer.say('polite', 'Posted.');
  };
  return (
    <section className="card post-box" aria-label="New post">
      <WriteBox
        box="post"
        label="Write a post"
        placeholder="What is going on?"
        action="Post"
        rows={2}
        pending={post.isPending}
        error={post.error}
        onSubmit={submit}
      >
        <div className="ttl">
          <label htmlFor={`${id}-ttl`}>Ends after</label>
          <select id={`${id}-ttl`} className="ttl-choice" value={ttl} onChange={(event) => choose(event.target.value)}>
            {ttls.map((each) => (
              <option key={each} value={each}>
                {each.replace('-', ' ')}
              </option>
            ))}
          </select>
        </div>
      </WriteBox>
      <p className="post-box-note">Whoever can open this page can read it until then.</p>
    </section>
  );
}
