/** Which permission a page needs. Pages without an entry are open to whoever is signed in. */
const NEEDS: readonly (readonly [path: RegExp, permission: string])[] = [
  [/^\/our-catalog\/(new|import|\d+\/edit)$/, 'catalog.compile'],
  [/^\/our-catalog/, 'catalog.read'],
  [/^\/review/, 'catalog.review'],
  [/^\/notices$/, 'catalog.read'],
  [/^\/resources\/new$/, 'resources.mount'],
  [/^\/resources/, 'resources.read'],
  [/^\/systems/, 'systems.read'],
  [/^\/networks/, 'networks.manage'],
  [/^\/org(\/|$)/, 'accounts.read'],
  [/^\/requests\/(new|\d+\/edit)$/, 'sharing.apply'],
  [/^\/(requests|todo|cases|grants|papers|disputes)/, 'sharing.read'],
  [/^\/mandates\/(new|\d+\/edit)$/, 'sharing.apply'],
  [/^\/mandates/, 'sharing.read'],
  [/^\/links\/(new|\d+\/edit)$/, 'sharing.apply'],
  [/^\/results\/(report|achieved\/\d+\/edit|examples\/(new|\d+\/edit))$/, 'sharing.apply'],
  [/^\/(links|results|calls)/, 'sharing.read'],
  [/^\/demands\/(new|\d+\/edit)$/, 'sharing.apply'],
  [/^\/demands/, 'catalog.read'],
  [/^\/exchange\/new$/, 'exchange.run'],
  [/^\/exchange\/tasks\/\d+\/edit$/, 'exchange.plan'],
  [/^\/exchange/, 'exchange.read'],
  [/^\/pools/, 'pools.read'],
  [/^\/ledger\/subjects$/, 'ledger.subject'],
  [/^\/ledger/, 'ledger.read'],
  [/^\/witness$/, 'witness.read'],
  [/^\/(overdue|deadlines)$/, 'sharing.read'],
  [/^\/overview/, 'overview.read'],
  [/^\/rules\/simulate/, 'policy.simulate'],
  [/^\/(rules|law)/, 'policy.read'],
];

const OPEN = /^\/(signin|catalog(\/\d+(\/compare)?)?|standards(\/.*)?)$/;

/** The catalog and its standards can be looked at without signing in. */
export function isOpen(pathname: string): boolean {
  return OPEN.test(pathname);
}

export function permissionOf(pathname: string): string | undefined {
  return NEEDS.find(([path]) => path.test(pathname))?.[1];
}
