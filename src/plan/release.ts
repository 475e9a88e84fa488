/**
 * What a Git tag releases: one image for `<image>/v1.2.3` and `<image>-v1.2.3`, else the whole set. `tag` is what the
 * images get.
 */
export function releaseOf(gitTag: string, images: Iterable<string>): { readonly tag: string; readonly image?: string } {
  const longestFirst = [...images].toSorted((a, b) => b.length - a.length);
  for (const image of longestFirst) {
    const rest = gitTag.startsWith(image) ? /^[/-](v?\d.*)$/.exec(gitTag.slice(image.length))?.[1] : undefined;
    if (rest !== undefined) return { tag: rest, image };
  }
  return { tag: gitTag };
}
