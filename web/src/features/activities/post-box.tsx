import './post-box.css';
import { useId, useState } from 'react';
import { announcer } from '../../shared/announcer/announcer';
import type { Person } from '../../shared/session/person';
import { defaultTtl, type Ttl, ttls } from './activity';
import { usePostActivity } from './api/post-activity';
import { useSameUuid } from './use-same-uuid';
import { WriteBox } from './write-box';

export function PostBox({ me }: { me: Person }) {
  const id = useId();
  const [ttl, setTtl] = useState(defaultTtl);
  const post = usePostActivity(me);
  const uuid = useSameUuid();
  const submit = async (message: string) => {
    await post.mutateAsync({ activity_uuid: uuid.of(`${ttl} ${message}`), message, ttl });
    uuid.arrived();
    announcer.say('polite', 'Posted.');
  };
  return (
    <section className="card post-box" aria-label="New post">
      <WriteBox
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
          <select
            id={`${id}-ttl`}
            className="ttl-choice"
            value={ttl}
            onChange={(event) => setTtl(event.target.value as Ttl)}
          >
            {ttls.map((each) => (
              <option key={each} value={each}>
                {each.replace('-', ' ')}
              </option>
            ))}
          </select>
        </div>
      </WriteBox>
      <p className="post-box-note">Anyone may read it until then.</p>
    </section>
  );
}
