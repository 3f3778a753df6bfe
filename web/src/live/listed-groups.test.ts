import { expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, group, problem } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser } from './testing/alices-browser';

async function browserWithEmptyGroup(): Promise<AlicesBrowser> {
  const browser = new AlicesBrowser();
  await browser.open();
  return browser;
}

const listed = (browser: AlicesBrowser) => browser.client.listedGroups();

it('a group without a message is not in the list', async () => {
  expect(listed(await browserWithEmptyGroup())).toEqual([]);
});

it('a first message that failed keeps its group in the list, also over a reload', async () => {
  const browser = await browserWithEmptyGroup();
  browser.server.beforeStoring.push(() => {
    throw problem(422, 'message_refused');
  });
  await browser.send('hello');
  const row = { uuid: group, handle: 'bob', display_name: 'Bob Harris', message: 'hello', last_user_uuid: alice };
  expect(listed(browser)).toMatchObject([row]);
  await browser.leaveAndReload();
  expect(listed(browser)).toMatchObject([row]);
});

it('a draft keeps its group in the list until it is empty, also over a reload', async () => {
  const browser = await browserWithEmptyGroup();
  const row = { uuid: group, handle: 'bob', display_name: 'Bob Harris', message: null };
  browser.client.drafts.set(group, 'half a thought');
  expect(listed(browser)).toMatchObject([row]);
  await browser.leaveAndReload();
  expect(listed(browser)).toMatchObject([row]);
  // Going on with it before the group was opened again does not forget whom it is for.
  browser.client.drafts.set(group, 'half a thought more');
  await browser.leaveAndReload();
  expect(listed(browser)).toMatchObject([row]);
  browser.client.drafts.set(group, '');
  expect(listed(browser)).toEqual([]);
});

it('a group of the inbox is listed once, with what the inbox says', async () => {
  const browser = new AlicesBrowser();
  browser.server.sayMany(1);
  await browser.open();
  browser.client.drafts.set(group, 'half a thought');
  await settle();
  expect(listed(browser)).toMatchObject([{ uuid: group, message: 'message 1' }]);
});
