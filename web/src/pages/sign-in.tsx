import { useState } from 'preact/hooks';
import { Refused } from '../parts/shown.tsx';
import { go } from '../router.ts';
import { ask, whoAmI } from '../server.ts';

/** By the identity provider, or with a token. */
export function SignIn() {
  const [error, setError] = useState<Error | undefined>();
  const enter = async (event: SubmitEvent) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget as HTMLFormElement).get('token');
    await ask('/auth/token', { json: { token } })
      .then(whoAmI)
      .then(() => go('/'))
      .catch(setError);
  };
  return (
    <section class="sign-in">
      <h1>Sign in</h1>
      <p>
        <a class="button" href={`/auth/sign-in?to=${encodeURIComponent('/')}`}>
          With your identity provider
        </a>
      </p>
      <form onSubmit={(event) => void enter(event)}>
        <label>
          Or with a token <input name="token" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
      {error && <Refused error={error} />}
    </section>
  );
}
