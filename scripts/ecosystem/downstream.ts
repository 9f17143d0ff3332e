import type { EcosystemPackage } from './package.js';
import type { ShiftParser } from './jscodeshift.js';

/** A published package that imports modules of a library, and publishes the sources that do. `sources` is what the transform is run on. */
export interface Downstream extends EcosystemPackage {
  readonly parser: ShiftParser;
}

/** A published library whose modules are split in place, as it would split them for a release. */
export interface Library {
  readonly spec: string;
  readonly licence: string;
  readonly modules: readonly { readonly file: string; readonly cap?: number }[];
  readonly tools?: readonly string[];
  /** Subpaths that its author has to add to `exports` so that other packages can name the new modules; undefined where those that are there do. */
  readonly offers?: Readonly<Record<string, unknown>>;
  /** Makes what the library builds of these modules beside its sources: run in the split library. */
  readonly build?: string;
  readonly downstream: Readonly<Record<string, Downstream>>;
}

/** Bundles a program with the esbuild of the package and runs it: what it prints is compared. `aliases` are flags of esbuild. */
function bundled(program: string, options = ''): string {
  return `import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
writeFileSync('probe-entry.mjs', ${JSON.stringify(program)});
await build({ entryPoints: ['probe-entry.mjs'], outfile: 'probe-bundle.mjs', bundle: true, platform: 'node', format: 'esm', logLevel: 'error', absWorkingDir: process.cwd(), ${options} });
try { await import(new URL('./probe-bundle.mjs', import.meta.url)); } finally { for (const file of ['probe-entry.mjs', 'probe-bundle.mjs']) rmSync(file); }
`;
}

const yjsTools = ['typescript@5.9', 'esbuild@0.25', '@types/node@20', 'lib0@0.2.99'];
const bundler = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'] } as const;
/** JavaScript whose types stand in comments, as these packages check it themselves. */
const inComments = { ...bundler, allowJs: true, checkJs: true } as const;

export const libraries: Readonly<Record<string, Library>> = {
  lib0: {
    spec: 'lib0@0.2.99',
    licence: 'MIT',
    modules: [{ file: 'encoding.js' }, { file: 'decoding.js' }],
    tools: ['typescript@5.9', 'esbuild@0.25', '@types/node@20'],
    offers: Object.fromEntries(['encoding', 'decoding'].flatMap((name) => [
      [`./${name}/*.js`, `./${name}/*.js`],
      [`./${name}/*`, { types: `./${name}/*.d.ts`, module: `./${name}/*.js`, import: `./${name}/*.js`, require: `./dist/${name}/*.cjs` }],
    ])),
    // Its declarations lie beside its modules, and its CommonJS in dist/.
    build: [
      'rm encoding.d.ts decoding.d.ts',
      'npx tsc --allowJs --declaration --emitDeclarationOnly --skipLibCheck --target es2022 --module esnext --moduleResolution bundler --rootDir . --outDir . encoding.js decoding.js encoding/*.js decoding/*.js',
      'npx esbuild encoding.js decoding.js encoding/*.js decoding/*.js --outbase=. --outdir=dist --format=cjs --out-extension:.js=.cjs --log-level=error',
      `sed -i -E 's#require\\("(\\.[^"]*)\\.js"\\)#require("\\1.cjs")#' dist/encoding.cjs dist/decoding.cjs dist/encoding/*.cjs dist/decoding/*.cjs`,
    ].join(' && '),
    downstream: {
      yjs: {
        spec: 'yjs@13.6.20',
        licence: 'MIT',
        shows: 'namespace imports in every form of use, types in comments that name them',
        sources: ['src', 'tests'],
        remove: ['dist'],
        parser: 'babel',
        tools: [...yjsTools, 'y-protocols@1.0.6'],
        tsconfig: { compilerOptions: { ...inComments, paths: { yjs: ['./src/index.js'] } }, include: ['src/**/*.js', 'tests/**/*.js'] },
        probe: bundled(`import * as prng from 'lib0/prng';
import * as Y from './src/index.js';
import { init, compare, encV1, encV2 } from './tests/testHelper.js';
for (const seed of [1, 2, 3]) {
  const gen = prng.create(seed);
  const { users, testConnector } = init({ prng: gen }, { users: 4 });
  for (let step = 0; step < 120; step++) {
    const user = prng.oneOf(gen, users);
    const text = user.getText('text');
    const kind = prng.int32(gen, 0, 5);
    if (kind === 0) text.insert(prng.int32(gen, 0, text.length), prng.word(gen));
    else if (kind === 1 && text.length > 3) text.delete(prng.int32(gen, 0, text.length - 2), 2);
    else if (kind === 2) user.getMap('map').set(prng.word(gen, 1, 1), prng.oneOf(gen, [1, -5, 2.5, 'text', null, true, new Uint8Array([1, 2]), { a: [1, 'b'] }]));
    else if (kind === 3) user.getArray('array').insert(0, [prng.int53(gen, -1e12, 1e12), prng.utf16String(gen)]);
    else if (kind === 4) text.format(0, text.length, { bold: prng.bool(gen) });
    else testConnector.flushRandomMessage();
  }
  const relative = Y.createRelativePositionFromTypeIndex(users[0].getText('text'), 1);
  console.log(seed, JSON.stringify(Y.decodeRelativePosition(Y.encodeRelativePosition(relative))));
  compare(users);
  const docs = users.map((user) => { const doc = new Y.Doc(); doc.clientID = 99; Y.applyUpdateV2(doc, Y.encodeStateAsUpdateV2(user)); return doc; });
  console.log(JSON.stringify(docs[0].toJSON()), Buffer.from(Y.encodeStateAsUpdate(docs[0])).toString('hex').length, Buffer.from(Y.encodeStateVector(docs[0])).toString('hex'));
  console.log(Buffer.from(Y.encodeSnapshotV2(Y.snapshot(docs[0]))).toString('hex'), JSON.stringify(Y.decodeUpdate(Y.mergeUpdates([Y.encodeStateAsUpdate(docs[0])])).ds.clients.size));
}
process.exit(0);
`, `alias: { yjs: './src/index.js' }`),
      },
      'y-protocols': {
        spec: 'y-protocols@1.0.6',
        licence: 'MIT',
        shows: 'most uses are types in comments; its own test is published',
        sources: ['sync.js', 'awareness.js', 'auth.js', 'awareness.test.js'],
        remove: ['dist', 'sync.d.ts', 'awareness.d.ts', 'auth.d.ts', 'awareness.test.d.ts'],
        parser: 'babel',
        tools: [...yjsTools, 'yjs@13.6.20'],
        tsconfig: { compilerOptions: inComments, include: ['*.js'] },
        probe: bundled(`import * as Y from 'yjs';
import * as encoding from 'lib0/encoding';
import * as decoding from 'lib0/decoding';
import * as sync from './sync.js';
import * as auth from './auth.js';
import { testAwareness } from './awareness.test.js';
testAwareness({});
console.log('testAwareness passed');
const [a, b] = [new Y.Doc(), new Y.Doc()];
[a.clientID, b.clientID] = [1, 2];
a.getText('t').insert(0, 'hello');
b.getMap('m').set('k', { v: [1, 2.5, 'x'] });
const encoder = encoding.createEncoder();
sync.writeSyncStep1(encoder, a);
const reply = encoding.createEncoder();
console.log(sync.readSyncMessage(decoding.createDecoder(encoding.toUint8Array(encoder)), reply, b, null));
console.log(sync.readSyncMessage(decoding.createDecoder(encoding.toUint8Array(reply)), encoding.createEncoder(), a, null));
console.log(JSON.stringify(a.toJSON()), Buffer.from(encoding.toUint8Array(reply)).toString('hex'));
const denied = encoding.createEncoder();
auth.writePermissionDenied(denied, 'no');
auth.readAuthMessage(decoding.createDecoder(encoding.toUint8Array(denied)), a, (doc, reason) => console.log('denied:', reason));
process.exit(0);
`),
      },
      'y-websocket': {
        spec: 'y-websocket@2.0.4',
        licence: 'MIT',
        shows: 'an ES module, and a CommonJS server that requires the library',
        sources: ['src', 'bin'],
        remove: ['dist'],
        parser: 'babel',
        tools: [...yjsTools, 'yjs@13.6.20', 'ws@8', '@types/ws@8', '@types/lodash.debounce@4'],
        tsconfig: { compilerOptions: inComments, include: ['src/**/*.js', 'bin/*.cjs'] },
        probe: `import { build } from 'esbuild';
import http from 'node:http';
import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import * as Y from 'yjs';
import ws, { WebSocketServer } from 'ws';
await build({ entryPoints: ['src/y-websocket.js'], outfile: 'probe-bundle.mjs', bundle: true, platform: 'node', format: 'esm', external: ['yjs'], logLevel: 'error' });
const { WebsocketProvider } = await import(new URL('./probe-bundle.mjs', import.meta.url));
rmSync('probe-bundle.mjs');
const { setupWSConnection, docs } = createRequire(import.meta.url)('./bin/utils.cjs');
const server = http.createServer();
new WebSocketServer({ server }).on('connection', setupWSConnection);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const url = 'ws://127.0.0.1:' + server.address().port;
const made = [1, 2].map((clientID) => { const doc = new Y.Doc(); doc.clientID = clientID; return { doc, provider: new WebsocketProvider(url, 'room', doc, { WebSocketPolyfill: ws, disableBc: true }) }; });
const until = async (met) => { for (let i = 0; i < 400 && !met(); i++) await new Promise((done) => setTimeout(done, 25)); };
await until(() => made.every(({ provider }) => provider.synced));
made[0].doc.getText('t').insert(0, 'over the wire');
made[1].doc.getMap('m').set('n', [1, 2.5, { x: null }]);
made[0].provider.awareness.setLocalState({ name: 'first' });
await until(() => made.every(({ doc }) => doc.getText('t').length === 13 && doc.getMap('m').size === 1) && made[1].provider.awareness.getStates().get(1)?.name === 'first');
for (const { doc } of made) console.log(JSON.stringify(doc.toJSON()));
console.log(JSON.stringify(made[1].provider.awareness.getStates().get(1)), docs.size);
process.exit(0);
`,
      },
      'y-webrtc': {
        spec: 'y-webrtc@10.3.0',
        licence: 'MIT',
        shows: 'encryption of what is encoded',
        sources: ['src'],
        remove: ['dist'],
        parser: 'babel',
        tools: [...yjsTools, 'yjs@13.6.20', '@types/simple-peer@9'],
        tsconfig: { compilerOptions: inComments, include: ['src/**/*.js'] },
        probe: bundled(`import * as encoding from 'lib0/encoding';
import * as decoding from 'lib0/decoding';
import { deriveKey, encryptJson, decryptJson, encrypt, decrypt } from './src/crypto.js';
import * as provider from './src/y-webrtc.js';
const key = await deriveKey('secret', 'room');
console.log(JSON.stringify(await decryptJson(await encryptJson({ list: [1, 'two', null] }, key), key)), Object.keys(provider).join());
console.log(Buffer.from(await decrypt(await encrypt(new Uint8Array([1, 2, 3]), key), key)).toString('hex'));
process.exit(0);
`),
      },
      'y-leveldb': {
        spec: 'y-leveldb@0.2.0',
        licence: 'MIT',
        shows: 'the library named with the ending of its files',
        sources: ['src'],
        remove: ['dist'],
        parser: 'babel',
        tools: [...yjsTools, 'yjs@13.6.20'],
        tsconfig: { compilerOptions: inComments, include: ['src/**/*.js'] },
        probe: `import { rmSync } from 'node:fs';
import * as Y from 'yjs';
import { LeveldbPersistence, keyEncoding } from './src/y-leveldb.js';
rmSync('probe-db', { recursive: true, force: true });
const store = new LeveldbPersistence('probe-db');
const doc = new Y.Doc();
doc.clientID = 7;
doc.on('update', (update) => store.storeUpdate('doc', update));
doc.getArray('a').insert(0, [1, 'two', { three: 3.5 }]);
doc.getText('t').insert(0, 'kept');
await store.setMeta('doc', 'note', { n: 1 });
const loaded = await store.getYDoc('doc');
console.log(JSON.stringify(loaded.getArray('a')), loaded.getText('t').toString(), JSON.stringify(await store.getMeta('doc', 'note')), JSON.stringify(await store.getAllDocNames()));
console.log(Buffer.from(await store.getStateVector('doc')).toString('hex'), Buffer.from(keyEncoding.encode(['v1', 'doc', 'update', 4])).toString('hex'), JSON.stringify(keyEncoding.decode(keyEncoding.encode(['v1', 'doc', 'update', 4]))));
await store.destroy();
rmSync('probe-db', { recursive: true, force: true });
`,
      },
      'hocuspocus-provider': {
        spec: '@hocuspocus/provider@2.15.2',
        licence: 'MIT',
        shows: 'TypeScript: named and namespace imports, classes imported for their type',
        sources: ['src'],
        keep: ['src'],
        parser: 'ts',
        tools: [...yjsTools, 'yjs@13.6.20', 'y-protocols@1.0.6', '@types/ws@8'],
        tsconfig: { compilerOptions: { ...bundler, strict: true }, include: ['src/**/*.ts'] },
        probe: bundled(`import * as Y from 'yjs';
import { Awareness } from 'y-protocols/awareness';
import { SyncStepOneMessage } from './src/OutgoingMessages/SyncStepOneMessage.ts';
import { SyncStepTwoMessage } from './src/OutgoingMessages/SyncStepTwoMessage.ts';
import { AwarenessMessage } from './src/OutgoingMessages/AwarenessMessage.ts';
import { AuthenticationMessage } from './src/OutgoingMessages/AuthenticationMessage.ts';
import { StatelessMessage } from './src/OutgoingMessages/StatelessMessage.ts';
import { CloseMessage } from './src/OutgoingMessages/CloseMessage.ts';
import { IncomingMessage } from './src/IncomingMessage.ts';
import { OutgoingMessage } from './src/OutgoingMessage.ts';
const document = new Y.Doc();
document.clientID = 3;
document.getText('t').insert(0, 'hello');
const awareness = new Awareness(document);
awareness.setLocalState({ name: 'n' });
const hex = (message, args) => { message.get({ documentName: 'doc', document, awareness, clients: [3], token: 'token', payload: 'text', ...args }); return Buffer.from(message.toUint8Array()).toString('hex'); };
for (const Message of [SyncStepOneMessage, SyncStepTwoMessage, AwarenessMessage, AuthenticationMessage, StatelessMessage, CloseMessage]) console.log(Message.name, hex(new Message()));
const incoming = new IncomingMessage(Buffer.from(hex(new SyncStepOneMessage()), 'hex'));
console.log(incoming.readVarString(), incoming.readVarUint(), incoming.length(), new OutgoingMessage().toUint8Array().length);
process.exit(0);
`),
      },
      'hocuspocus-server': {
        spec: '@hocuspocus/server@2.15.2',
        licence: 'MIT',
        shows: 'TypeScript: named imports over several lines, a namespace beside named imports of the same module',
        sources: ['src'],
        keep: ['src'],
        parser: 'tsx',
        tools: [...yjsTools, 'yjs@13.6.20', 'y-protocols@1.0.6', '@types/ws@8', '@types/uuid@10', '@types/async-lock@1'],
        tsconfig: { compilerOptions: { ...bundler, strict: true }, include: ['src/**/*.ts'] },
        probe: bundled(`import { OutgoingMessage } from './src/OutgoingMessage.ts';
import { IncomingMessage } from './src/IncomingMessage.ts';
import Document from './src/Document.ts';
const document = new Document('doc');
document.clientID = 5;
document.getText('t').insert(0, 'hello');
const hex = (message) => Buffer.from(message.toUint8Array()).toString('hex');
console.log(hex(new OutgoingMessage('doc').createSyncMessage().writeFirstSyncStepFor(document)));
console.log(hex(new OutgoingMessage('doc').writeAuthenticated(true)), hex(new OutgoingMessage('doc').writePermissionDenied('no')), hex(new OutgoingMessage('doc').writeStateless('text')));
console.log(hex(new OutgoingMessage('doc').writeQueryAwareness()), hex(new OutgoingMessage('doc').writeBroadcastStateless('text')), hex(new OutgoingMessage('doc').writeSyncStatus(true)));
const incoming = new IncomingMessage(new OutgoingMessage('doc').writeStateless('text').toUint8Array());
console.log(incoming.readVarString(), incoming.readVarUint(), incoming.readVarString());
process.exit(0);
`),
      },
    },
  },
  three: {
    spec: 'three@0.160.1',
    licence: 'MIT',
    modules: [{ file: 'examples/jsm/utils/BufferGeometryUtils.js' }, { file: 'examples/jsm/postprocessing/Pass.js', cap: 60 }],
    downstream: {
      '3d-tiles-renderer': {
        spec: '3d-tiles-renderer@0.3.39',
        licence: 'Apache-2.0',
        shows: 'two split modules of a pattern in `exports`, JSX',
        sources: ['src'],
        parser: 'tsx',
        tools: ['esbuild@0.25', 'three@0.160.1'],
        // One of the two importers opens a WebGL context when it is loaded: it is bundled and not run.
        probe: `import { build } from 'esbuild';
const { outputFiles } = await build({ entryPoints: ['src/three/loaders/gltf/metadata/utilities/TextureReadUtility.js'], bundle: true, write: false, platform: 'node', format: 'esm', logLevel: 'error' });
console.log([...outputFiles[0].text.matchAll(/\\bFullScreenQuad\\w* = class|new FullScreenQuad/g)].map(([found]) => found).join());
const { BoxGeometry, Mesh, MeshBasicMaterial } = await import('three');
const { estimateBytesUsed } = await import('./src/three/utilities.js');
console.log(estimateBytesUsed(new Mesh(new BoxGeometry(1, 2, 3), new MeshBasicMaterial())));
`,
      },
      'three-gpu-pathtracer': {
        spec: 'three-gpu-pathtracer@0.0.23',
        licence: 'MIT',
        shows: 'a class that others extend, tabs and spaces in braces, a declaration file that leaves the ending out',
        sources: ['src'],
        parser: 'babel',
        tools: ['esbuild@0.25', 'three@0.160.1', 'three-mesh-bvh@0.7.4', 'xatlas-web@0.1.0'],
        probe: bundled(`import * as tracer from './src/index.js';
import { CubeToEquirectGenerator } from './src/utils/CubeToEquirectGenerator.js';
import { SobolNumberMapGenerator } from './src/utils/SobolNumberMapGenerator.js';
console.log(Object.keys(tracer).sort().join());
for (const made of [new CubeToEquirectGenerator({}), new SobolNumberMapGenerator()]) {
  const quad = Object.values(made).find((value) => value?.constructor.name.endsWith('FullScreenQuad'));
  console.log(made.constructor.name, quad && Object.keys(quad.material.uniforms).join());
  quad?.render({ render: (mesh, camera) => console.log(mesh.type, camera.type) });
}
`),
      },
    },
  },
};
