import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { ExportTarget } from '../names/export-target.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Reference } from '../names/reference.ts';
import type { Tag } from '../names/tag.ts';
import type { Declaration } from './customizations/customizations.ts';

/** A value with the place that it was read from, so that a rule applied much later can still point at it. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/**
 * One image directory as its `build.yaml` describes it, defaults filled in.
 * Every path is from the repository's root with `/` between parts; the root itself is `''`. A value that the file
 * does not give has a span of length zero.
 */
export interface ImageDefinition {
  readonly directory: string;
  /** The `build.yaml`; all spans of this definition lie in it. */
  readonly file: SourceFile;
  readonly name: Located<ImageName>;
  /** Published as a tag beside the moving tags; absent: only moving tags are published. */
  readonly version?: Located<Tag>;
  readonly displayName?: string;
  readonly description?: string;
  readonly category?: string;
  /** Tags of the catalogue, not of the registry. */
  readonly catalogueTags: readonly string[];
  /** Free form, sent to the control API as it is. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of an image with a declaration: its `build.yaml`, which stands in place of one. */
  readonly dockerfile: Located<string>;
  /** Absent: the image has a Dockerfile. */
  readonly declaration?: Declaration;
  readonly context: Located<string>;
  readonly target?: Located<string>;
  /** The image's own args over the common ones of `caskwright.yaml`, placeholders filled in. */
  readonly args: Readonly<Record<string, string>>;
  readonly platforms: readonly Located<Platform>[];
  readonly dependsOn: readonly Located<ImageName>[];
  /** What references of the Dockerfile mean where their names do not tell; absent: nothing of the kind. */
  readonly parents?: readonly NamedParent[];
  readonly requirements: readonly Located<string>[];
  /** Names of secrets; their values come from the environment of the build. */
  readonly secrets: readonly string[];
  readonly resources: Resources;
  readonly test?: ImageTest;
  /** Disk images that are made of it; absent: none. */
  readonly exports?: readonly Located<ExportTarget>[];
}

/** A reference of the Dockerfile and the image of this repository that it means. */
export interface NamedParent {
  /** Without a tag it stands for any. */
  readonly reference: Reference;
  readonly image: Located<ImageName>;
}

/** What a build may use. */
export interface Resources {
  /** Cores; fractions allowed. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  /** Bytes that the build may write. */
  readonly disk?: number;
  /** Milliseconds. */
  readonly timeout: number;
}

/** The command that must succeed in the built image before it is published. */
export interface ImageTest {
  readonly command: readonly string[];
}
