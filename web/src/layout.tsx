import type { ComponentChildren } from 'preact';
import { connected } from './live.ts';
import { path } from './router.ts';
import { ask, may, me } from './server.ts';

const PLACES = [
  ['', 'Fleet'],
  ['runs', 'Runs'],
  ['catalogue', 'Catalogue'],
  ['activity', 'Activity'],
] as const;

/** What stands around every page. */
export function Layout({ children }: { children: ComponentChildren }) {
  const place = path.value[0] ?? '';
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header>
        <a class="brand" href="/">
          Caskwright
        </a>
        <nav aria-label="Main">
          {PLACES.map(([at, name]) => (
            <a key={at} href={`/${at}`} aria-current={place === at ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        {may('builder') && (
          <a class="button" href="/new">
            New image
          </a>
        )}
        <Who />
      </header>
      {!connected.value && (
        <div class="notice bad" role="status">
          The server does not answer. This page goes on by itself when it is back.
        </div>
      )}
      <main id="content">{children}</main>
    </>
  );
}

function Who() {
  const { value } = me;
  if (value == null) return <a href="/sign-in">Sign in</a>;
  if (value.actor === 'anonymous') return <a href="/sign-in">Sign in</a>;
  const leave = async () => {
    await ask('/auth/sign-out', { method: 'POST' });
    me.value = null;
  };
  return (
    <span class="who">
      <bdi>{value.name}</bdi> <span class="quiet">{value.role}</span>{' '}
      <button type="button" class="small" onClick={() => void leave()}>
        Sign out
      </button>
    </span>
  );
}
