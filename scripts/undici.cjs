// What @actions/github and its HTTP client use of undici. The library itself brings sockets, caches, cookies and mocks
// along, a tenth of the bundled action. Paths are spelt out because `undici` means this file in the bundle.
const Dispatcher = require('../node_modules/undici/lib/dispatcher/dispatcher.js');

// A proxy is asked with CONNECT, by the agent.
Dispatcher.prototype.connect = require('../node_modules/undici/lib/api/api-connect.js');

exports.ProxyAgent = require('../node_modules/undici/lib/dispatcher/proxy-agent.js');
exports.fetch = require('../node_modules/undici/lib/web/fetch/index.js').fetch;
