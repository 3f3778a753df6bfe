// Holds the messages page to its budget: every script it can load, compressed, in one sum.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgetInBytes = 120_000;
// Pages of their own: /messages never loads them.
const otherPages = [
  'src/features/accounts/sign-in-page.tsx',
  'src/features/accounts/sign-up-page.tsx',
  'src/features/accounts/settings-page.tsx',
  'src/features/accounts/confirm-page.tsx',
  'src/features/accounts/forgot-page.tsx',
  'src/features/accounts/reset-page.tsx',
  'src/features/mails/mails-page.tsx',
  'src/features/people/profile-page.tsx',
  'src/app/public-pages.tsx',
  'src/app/not-found-page.tsx',
  'src/features/activities/home-page.tsx',
  'src/features/activities/user-posts.tsx',
];

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
for (const page of otherPages) {
  if (!manifest[page]?.isDynamicEntry) {
    throw new Error(`${page} is no longer a page loaded on its own: bring scripts/check-size.mjs up to date.`);
  }
}

const reached = new Set();
function reach(name) {
  if (reached.has(name) || otherPages.includes(name)) return;
  reached.add(name);
  const chunk = manifest[name];
  for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) reach(next);
}
reach('index.html');

let total = 0;
for (const name of reached) {
  const { file } = manifest[name];
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${String(size).padStart(8)}  ${file}`);
}
console.log(`${String(total).padStart(8)}  of ${budgetInBytes} bytes of compressed JavaScript on /messages`);
if (total > budgetInBytes) {
  console.error(`Over the budget by ${total - budgetInBytes} bytes.`);
  process.exit(1);
}
