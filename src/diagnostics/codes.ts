/**
 * Every code that a finding can carry, with the one line that the reference prints for it.
 * Codes are stable: scripts match on them. `docs/diagnostics.md` is generated from this table.
 */
export const codes = {
  // Reading YAML
  'yaml-syntax': 'The file is not valid YAML.',
  'yaml-limit': 'The file is larger, deeper, or has more aliases or keys than Caskwright reads.',
  'yaml-forbidden-key': 'A key that could reach into the reader itself: __proto__, constructor or prototype.',
  'yaml-duplicate-key': 'A key stands twice in one mapping.',
  'schema-unknown-key': 'The key is not part of the format.',
  'schema-missing-key': 'A key that the format requires is absent.',
  'schema-type': 'The value is of the wrong type.',
  'schema-value': 'The value is of the right type, but not one that the format allows.',
  'unknown-placeholder': 'A {placeholder} that Caskwright does not know.',
  // Names
  'name-not-an-image': 'The name does not follow the grammar of an OCI repository.',
  'name-duplicate': 'Two images have the same name.',
  'version-not-a-tag': 'The version cannot be a tag of an image.',
  'platform-unknown': 'The platform is not one that Caskwright knows.',
  // Files
  'build-file-missing': 'A directory has a Dockerfile and matches the image globs, but has no build.yaml.',
  'no-images': 'The image globs match no image.',
  'dockerfile-missing': 'The Dockerfile that build.yaml names does not exist.',
  'requirements-missing': 'A requirements file that build.yaml names does not exist.',
  'context-missing': 'The build context that build.yaml names does not exist.',
  'path-outside-repository': 'A path leads out of the repository, as written or through a symbolic link.',
  'context-lfs-pointer': 'A file of the context is a Git LFS pointer, not its content.',
  'context-submodule': 'The context holds a submodule; submodules are not followed.',
  'context-case-conflict': 'Two files of the context differ only in case.',
  'path-not-utf8': 'A file name of the context is not valid UTF-8.',
  'index-conflict': 'The index holds an unresolved merge conflict.',
  // Dockerfiles
  'dockerfile-syntax': 'The Dockerfile cannot be read.',
  'dockerfile-limit': 'The Dockerfile is larger than Caskwright reads.',
  'dockerfile-frontend': 'The `# syntax=` line names a frontend that the policy does not allow.',
  'dockerfile-reference': 'An image reference in the Dockerfile is not a legal one.',
  'dockerfile-argument-undefined': 'An image reference uses an ARG that has no value.',
  'dockerfile-target-unknown': 'The target names no stage of the Dockerfile.',
  'dockerfile-add-remote': 'ADD fetches a URL without --checksum: what it brings is outside the fingerprint.',
  'ignore-file-syntax': 'A line of .dockerignore is not a legal pattern.',
  // Graph
  'parent-unknown': 'depends_on names an image that this repository does not have.',
  'parent-platform': 'An image is built for a platform that its parent is not built for.',
  'graph-cycle': 'Images build on each other in a circle.',
  'reference-looks-in-repository': 'A reference names this repository’s registry, but no image of it.',
  // Lock
  'lock-syntax': 'A line of caskwright.lock is not one that caskwright writes.',
  'lock-missing': 'A base from outside of the repository is not in caskwright.lock.',
  'lock-stale': 'An entry of caskwright.lock is not for the platforms or the mirror that count now.',
  'lock-unused': 'An entry of caskwright.lock is of a base that no image builds on.',
  // Policy
  'base-not-allowed': 'The base image is not in the policy’s list.',
  'base-untagged': 'The base image has no tag, or the tag latest: what it means changes by itself.',
  'requirement-not-pinned': 'A requirement does not name one exact version.',
  'requirement-without-hash': 'A requirement has no --hash, and the policy asks for one.',
  'requirement-syntax': 'A line of a requirements file cannot be read.',
  'requirement-option': 'An option or a source that the policy does not allow in requirements files.',
  'registry-insecure': 'A registry is spoken to without checking who it is.',
  // Templates
  'template-variable-unknown': 'A value is given for a variable that the template does not have.',
  'template-variable-missing': 'A variable of the template has neither a value nor a default.',
  'template-value': 'A value is not one that the variable of the template may have.',
  // Adopting a repository
  'adopt-unreadable': 'A Dockerfile that init leaves alone because it cannot be read.',
  'adopt-set-aside': 'Dockerfiles among tests, documentation or examples that init leaves alone.',
  'adopt-argument': 'An image reference uses an ARG whose value the repository does not state.',
  'adopt-ambiguous': 'A reference may mean another image than the one that init takes it for, or one of several.',
  'adopt-context': 'COPY or ADD names a file that no folder of the repository has.',
  'adopt-declaration': 'A part of a bake file, compose file, manifest or Makefile that cannot be worked out.',
  'adopt-registry': 'The repository does not say under which registry it refers to its own images.',
  'adopt-unreached': 'An image lies where the image globs of caskwright.yaml do not reach.',
} as const satisfies Record<string, string>;

/** The stable code of a finding. */
export type Code = keyof typeof codes;
