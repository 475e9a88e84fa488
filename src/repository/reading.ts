import type { Configuration } from '../definition/configuration.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Memory } from './memory.ts';
import { type PathFinder, type Paths, WatchedPaths } from './paths.ts';
import type { Tree } from './source.ts';
import type { Texts } from './texts.ts';

/** What the images of one tree are read with, and where findings gather. */
export interface Reading {
  readonly tree: Tree;
  readonly configuration: Configuration;
  readonly paths: PathFinder;
  /** Where the files below a folder are listed. */
  readonly folder: Paths['folder'];
  /** Folders that hold several images, or one further in. */
  readonly crowded: ReadonlySet<string>;
  readonly texts: Texts;
  readonly diagnostics: Diagnostic[];
  /** Findings of each image that is read. */
  readonly ofImages: Diagnostic[][];
  readonly memory: Memory;
  /** Stands for everything that all images are read with, in keys of the memory. */
  readonly key: string;
}

/** A reading for one image alone: its findings, and what is looked up for it. */
export interface ImageReading extends Reading {
  readonly paths: WatchedPaths;
}

/** The same reading for one image. What is found goes to the whole as well. */
export function readingOfImage(whole: Reading): ImageReading {
  const diagnostics: Diagnostic[] = [];
  whole.ofImages.push(diagnostics);
  return { ...whole, paths: new WatchedPaths(whole.paths), diagnostics };
}
