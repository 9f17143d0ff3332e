/** Entries that decide what the imports of a project mean. */
export const wiringName = /^(?:package\.json|[jt]sconfig[^/]*\.json|pnpm-workspace\.yaml|node_modules)$/;
/** Only looked at for their times: an installation that changes one has changed what is in node_modules. */
export const lockName = /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|\.pnp\.c?js)$/;
/** Either, in one look: it is asked of every entry of every folder. */
export const decidingName = new RegExp(`${wiringName.source}|${lockName.source}`);
