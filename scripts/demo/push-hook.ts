import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

// The post-receive hook of the demo's remote (githooks(5)): one signed push webhook for each ref, as GitHub sends it.
// Arguments: the server's URL, the file with the secret. Standard input: `<before> <after> <ref>` a line.

const [url = '', secretFile = ''] = process.argv.slice(2);
const secret = readFileSync(secretFile, 'utf8');
const updates = (await text(process.stdin)).trim().split('\n');
for (const [before, after, ref] of updates.map((line) => line.split(' '))) {
  const repository = { id: 1, full_name: 'demo/fleet', default_branch: 'main' };
  const body = JSON.stringify({ ref, before, after, commits: [], repository, sender: { id: 1, login: 'demo' } });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(`${url}/webhooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  });
  process.stdout.write(`Caskwright was told of ${ref}: ${response.status}. Watch it at ${url}/runs\n`);
}
