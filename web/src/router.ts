import { computed, signal } from '@preact/signals';

const here = signal(new URL(location.href));

/** Parts of the path, decoded: `/runs/7` is `['runs', '7']`. */
export const path = computed(() => here.value.pathname.split('/').filter(Boolean).map(decodeURIComponent));
/** What the address says behind `?`. */
export const query = computed(() => here.value.searchParams);

/** What the address says behind `#`. */
export const hash = computed(() => here.value.hash.slice(1));

/** Goes to another address of the page. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  here.value = new URL(location.href);
  if (how === 'push') scrollTo(0, 0);
}

/** `address` with those of the filters in `names` that the page's own address has. */
export function filtered(address: string, names: readonly string[]): string {
  const said = names.flatMap((name) => query.value.getAll(name).map((value) => [name, value] as [string, string]));
  return said.length === 0 ? address : `${address}&${new URLSearchParams(said)}`;
}

/** Keeps a filter in the address, so that it can be sent to somebody. Empty: not there. */
export function setQuery(name: string, value: string): void {
  const url = new URL(location.href);
  // What is filtered otherwise begins at its first page.
  url.searchParams.delete('after');
  if (value === '') url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  go(`${url.pathname}${url.search}${url.hash}`, 'replace');
}

/** Makes links of the page stay on the page, as long as a plain click asks for it. */
export function interceptLinks(): void {
  addEventListener('popstate', () => {
    here.value = new URL(location.href);
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target !== '' || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || /^\/(api|ws|auth)\//.test(link.pathname)) return;
    if (link.pathname === location.pathname && link.search === location.search && link.hash !== '') return;
    event.preventDefault();
    go(link.href.slice(link.origin.length));
  });
}
