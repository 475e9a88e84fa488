import { enableCompileCache } from 'node:module';
import { runProcessAs } from './command.ts';

// `node src/main/server.ts --port 8080` is `caskwright serve --port 8080`.
enableCompileCache();
await runProcessAs(import.meta.filename, ['serve', ...process.argv.slice(2)]);
