/** What a dominant verb makes of a module: `parseA`, `parseB`, .. live in `parser`. */
export const agentNouns: Readonly<Record<string, string>> = {
  add: 'additions',
  apply: 'application',
  assert: 'assertions',
  assign: 'assignment',
  build: 'builder',
  calculate: 'calculations',
  check: 'checks',
  classify: 'classification',
  clean: 'cleanup',
  cleanup: 'cleanup',
  compare: 'comparison',
  compute: 'calculations',
  convert: 'conversion',
  create: 'factory',
  decode: 'decoder',
  delete: 'removal',
  deliver: 'delivery',
  detect: 'detection',
  emit: 'emitter',
  encode: 'encoder',
  enforce: 'enforcement',
  escalate: 'escalation',
  evaluate: 'evaluation',
  extract: 'extraction',
  fetch: 'fetching',
  filter: 'filters',
  find: 'lookup',
  format: 'formatting',
  generate: 'generation',
  get: 'access',
  handle: 'handlers',
  has: 'predicates',
  init: 'setup',
  initialize: 'setup',
  is: 'predicates',
  list: 'lists',
  load: 'loader',
  log: 'logging',
  lookup: 'lookup',
  make: 'factory',
  map: 'mapping',
  match: 'matching',
  measure: 'measurement',
  merge: 'merging',
  normalize: 'normalization',
  notify: 'notifications',
  parse: 'parser',
  prepare: 'preparation',
  print: 'printer',
  process: 'processing',
  publish: 'publishing',
  queue: 'queueing',
  read: 'reader',
  record: 'recording',
  register: 'registration',
  remove: 'removal',
  render: 'rendering',
  report: 'reporting',
  reset: 'reset',
  resolve: 'resolution',
  run: 'runner',
  save: 'storage',
  scan: 'scanner',
  schedule: 'scheduling',
  score: 'scoring',
  search: 'search',
  select: 'selection',
  send: 'sending',
  serialize: 'serialization',
  set: 'settings',
  setup: 'setup',
  sort: 'sorting',
  start: 'startup',
  store: 'storage',
  sync: 'synchronization',
  to: 'conversion',
  track: 'tracking',
  transform: 'transformation',
  try: 'attempts',
  update: 'updates',
  use: 'hooks',
  validate: 'validation',
  verify: 'verification',
  walk: 'walker',
  write: 'writer',
};

const otherVerbs: ReadonlySet<string> = new Set(
  (
    'analyze append attach await begin cancel close collect connect copy count describe destroy determine disconnect dispatch do ensure ' +
    'exec execute expand expire fail fill finalize finish flatten flush free group inspect invoke join keep link make move open pack ' +
    'persist pick place pop post pull push put refresh refund replace reserve restore retry return review rotate ship show skip spend ' +
    'split stop submit summarize swap switch trigger trim unwrap wait weigh wrap'
  ).split(' '),
);

export function isVerb(word: string): boolean {
  return Object.hasOwn(agentNouns, word) || otherVerbs.has(word);
}

/** Nouns that say nothing about a domain. */
export const genericNouns: ReadonlySet<string> = new Set(
  (
    'array base batch body class code config constant context count data default detail entry error field file flag function handler ' +
    'helper id index info input instance item job key kind line list map max message meta min mode model module name new node now ' +
    'number object old option output param parameter payload props record request response result row set state status string task temp ' +
    'text total type user util value with'
  ).split(' '),
);

/** Words that no file name may begin or end with. */
export const functionWords: ReadonlySet<string> = new Set(
  'a all an and any as at by each for from if down in into not of off on or out over per than that the to up via when with'.split(' '),
);
