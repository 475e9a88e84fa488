// Generated from schemas/ by scripts/generate.ts.
import type { Validator } from '../validator.ts';

export declare const isServerFile: Validator;
