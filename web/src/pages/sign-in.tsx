import { useState } from 'preact/hooks';
import { useAnswer } from '../live.ts';
import { Refused } from '../parts/shown.tsx';
import { go } from '../router.ts';
import { ask, whoAmI } from '../server.ts';

/** By the identity provider, where there is one, or with a token; ends where one wanted to go. */
export function SignIn() {
  const ways = useAnswer<{ readonly provider: boolean }>('/auth/ways');
  const [error, setError] = useState<Error | undefined>();
  const wanted = location.pathname === '/sign-in' ? '/' : `${location.pathname}${location.search}${location.hash}`;
  const enter = async (event: SubmitEvent) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget as HTMLFormElement).get('token');
    await ask('/auth/token', { json: { token } })
      .then(whoAmI)
      .then(() => go(wanted))
      .catch(setError);
  };
  const hasProvider = ways.value.state === 'here' && ways.value.value.provider;
  return (
    <section class="sign-in">
      <h1>Sign in</h1>
      {hasProvider && (
        <p>
          <a class="button" href={`/auth/sign-in?return_to=${encodeURIComponent(wanted)}`}>
            With your identity provider
          </a>
        </p>
      )}
      <form onSubmit={(event) => void enter(event)}>
        <label>
          {hasProvider ? 'Or with a token' : 'With a token'}{' '}
          <input name="token" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
      {error && <Refused error={error} />}
    </section>
  );
}
