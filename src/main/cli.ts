#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { runProcessAs } from './command.ts';

enableCompileCache();
await runProcessAs(import.meta.filename, process.argv.slice(2));
