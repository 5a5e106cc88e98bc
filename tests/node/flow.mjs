// The data API as a plain HTTPS client sees it, with no library but Node's own. Needs CLOISTER_URL, CLOISTER_CA (file),
// CLOISTER_KEY (of a fresh project) and CLOISTER_BOUND_KEY (bound to the namespace "acme").
import assert from 'node:assert/strict';
import fs from 'node:fs';
import https from 'node:https';

const { CLOISTER_URL, CLOISTER_CA, CLOISTER_KEY, CLOISTER_BOUND_KEY } = process.env;
const agent = new https.Agent({ ca: fs.readFileSync(CLOISTER_CA), keepAlive: true });
let checks = 0;

function send(method, path, { body, key = CLOISTER_KEY, headers = {}, raw } = {}) {
    const bytes = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    return new Promise((resolve, reject) => {
        const request = https.request(CLOISTER_URL + path, {
            method,
            agent,
            headers: {
                ...(key ? { Authorization: `Bearer ${key}` } : {}),
                ...(bytes === undefined
                    ? {}
                    : { 'Content-Type': 'text/plain;charset=UTF-8', 'Content-Length': Buffer.byteLength(bytes) }),
                ...headers,
            },
        }, (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('end', () => {
                const text = Buffer.concat(parts).toString('utf8');
                resolve({
                    status: response.statusCode,
                    headers: response.headers,
                    text,
                    get json() { return JSON.parse(text); },
                });
            });
        });
        request.on('error', reject);
        request.end(bytes);
    });
}

async function expect(status, method, path, options) {
    const reply = await send(method, path, options);
    assert.equal(reply.status, status, `${method} ${path}: ${reply.text}`);
    checks += 1;
    return reply;
}

function same(actual, expected, what) {
    assert.deepEqual(actual, expected, what);
    checks += 1;
}

function isMiss(reply, id, place, code) {
    same(reply.json.error.type, 'not_found');
    same(reply.json.error.code, code);
    same(reply.json.error.message, `"${id}" not found in namespace '${place}'`);
    same(reply.json.error.details, []);
    same(reply.json.error.requestId, reply.headers['x-request-id']);
}

async function dialogues() {
    const created = (await expect(200, 'POST', '/api/v1/dialogue', {
        body: {
            namespace: 'acme', label: 'Refund', tags: ['vip', 'open'], metadata: { order: 17, paid: true },
            messages: [{ role: 'user', content: 'Where is my order?' }],
        },
    })).json;
    same(created.status, 'active');
    same(created.namespace, 'acme');
    same(created.totalMessages, 1);
    same(created.messages.length, 1);
    same(created.messages[0].content, 'Where is my order?');
    same(created.metadata, { order: 17, paid: true });

    const read = (await expect(200, 'GET', `/dialogue/${created.id}?namespace=acme`)).json;
    same(read.state, {});
    same(read.label, 'Refund');
    same(read.tags, ['vip', 'open']);
    return created.id;
}

async function messages(dialogueId) {
    const scope = `dialogueId=${dialogueId}&namespace=acme`;
    const one = (await expect(200, 'POST', '/api/v1/message', {
        body: { namespace: 'acme', dialogueId, role: 'assistant', name: 'Ada', content: [{ type: 'text', text: 'On its way' }] },
    })).json;
    same(one.content, [{ type: 'text', text: 'On its way' }]);
    same(one.name, 'Ada');

    const batch = (await expect(200, 'POST', `/api/v1/messages?${scope}`, {
        body: Array.from({ length: 48 }, (_, i) => ({ id: `batch-${i}`, role: i % 2 ? 'assistant' : 'user', content: `n ${i}` })),
    })).json;
    same(batch.length, 48);
    same(batch[47].id, 'batch-47');
    same((await expect(409, 'POST', `/api/v1/messages?${scope}`, {
        body: [{ role: 'user', content: 'all or nothing' }, { id: 'batch-3', role: 'user', content: 'taken' }],
    })).json.error.code, 'DUPLICATE_ID');

    const seen = [];
    let next = '';
    do {
        const page = (await expect(200, 'GET', `/api/v1/messages?${scope}&limit=20${next && `&next=${encodeURIComponent(next)}`}`)).json;
        seen.push(...page.items.map((item) => item.id));
        next = page.next ?? '';
    } while (next);
    same(seen.length, 50);
    same(new Set(seen).size, 50);
    same(seen.slice(2), batch.map((message) => message.id));
    const newest = (await expect(200, 'GET', `/messages?${scope}&limit=1&order=desc`)).json;
    same(newest.items[0].id, 'batch-47');

    const tagged = (await expect(200, 'PUT', `/message/batch-3?${scope}`, { body: { tags: ['checked'] } })).json;
    same(tagged.tags, ['checked']);
    same((await expect(200, 'GET', `/message/batch-3?${scope}`)).json.tags, ['checked']);
    same((await expect(200, 'DELETE', `/message/batch-4?${scope}`)).json, { deleted: { messages: 1 } });
    isMiss(await expect(404, 'GET', `/message/batch-4?${scope}`), 'batch-4', 'acme', 'MESSAGE_NOT_FOUND');
}

// Content comes back byte for byte: order of keys, spelling of numbers, escapes.
async function exactContent(dialogueId) {
    const content = '{"z":1.50,"a":"\\u0041\\ud83d","b":[1e2,-0.0]}';
    await expect(200, 'POST', '/api/v1/message', {
        raw: `{"namespace":"acme","id":"exact-1","dialogueId":"${dialogueId}","role":"tool","content":${content}}`,
    });
    const reply = await expect(200, 'GET', `/message/exact-1?dialogueId=${dialogueId}&namespace=acme`);
    assert.ok(reply.text.includes(`"content":${content}`), reply.text);
    checks += 1;
}

async function threadsAndState(dialogueId) {
    const thread = (await expect(200, 'POST', '/dialogue', { body: { namespace: 'acme', threadOf: dialogueId } })).json;
    same(thread.threadOf, dialogueId);
    same((await expect(200, 'GET', `/dialogue?namespace=acme&threadOf=${dialogueId}`)).json.items.map((item) => item.id), [thread.id]);
    same((await expect(200, 'GET', `/dialogue/${dialogueId}?namespace=acme`)).json.threadCount, 1);

    const state = `/dialogue/${dialogueId}/state?namespace=acme`;
    same((await expect(200, 'PUT', state, { body: { step: 1, cart: ['a'] } })).json, { step: 1, cart: ['a'] });
    same((await expect(200, 'PUT', state, { body: { step: 2, cart: null } })).json, { step: 2 });
    same((await expect(200, 'GET', state)).json, { step: 2 });
    const changed = (await expect(200, 'PUT', `/dialogue/${dialogueId}?namespace=acme`, { body: { tags: ['closed'] } })).json;
    same(changed.tags, ['closed']);
    same(changed.state, { step: 2 });
    same((await expect(200, 'GET', '/dialogue?namespace=acme&tags=closed')).json.items.map((item) => item.id), [dialogueId]);

    same((await expect(200, 'POST', `/dialogue/${thread.id}/end?namespace=acme`, { body: {} })).json.status, 'ended');
    same((await expect(409, 'POST', '/message', {
        body: { namespace: 'acme', dialogueId: thread.id, role: 'user', content: 'late' },
    })).json.error.code, 'DIALOGUE_ENDED');
    return thread.id;
}

async function memories() {
    const created = (await expect(200, 'POST', '/memory', {
        body: { namespace: 'acme', label: 'language', value: { spoken: 'German' }, tags: ['profile'] },
    })).json;
    same(created.value, { spoken: 'German' });
    same((await expect(200, 'GET', '/memory?namespace=acme')).json.items.map((item) => item.id), [created.id]);
    same((await expect(200, 'PUT', `/memory/${created.id}?namespace=acme`, { body: { tags: [] } })).json.tags, []);
    same((await expect(200, 'DELETE', `/memory/${created.id}?namespace=acme`)).json, { deleted: { memories: 1 } });
    isMiss(await expect(404, 'GET', `/memory/${created.id}?namespace=acme`), created.id, 'acme', 'MEMORY_NOT_FOUND');
}

async function otherTenants(dialogueId) {
    isMiss(await expect(404, 'GET', `/dialogue/${dialogueId}?namespace=globex`), dialogueId, 'globex', 'DIALOGUE_NOT_FOUND');
    isMiss(await expect(404, 'GET', `/dialogue/${dialogueId}`), dialogueId, 'default', 'DIALOGUE_NOT_FOUND');
    same((await expect(200, 'GET', '/dialogue')).json, { items: [] });
    same((await expect(200, 'GET', '/dialogue?namespace=globex')).json, { items: [] });
    await expect(404, 'PUT', `/dialogue/${dialogueId}/state?namespace=globex`, { body: { stolen: true } });
    await expect(404, 'DELETE', `/dialogue/${dialogueId}?namespace=globex`);
    same((await expect(400, 'GET', '/dialogue?namespace=undefined')).json.error.code, 'SUSPICIOUS_NAMESPACE');

    const key = CLOISTER_BOUND_KEY;
    same((await expect(200, 'GET', `/dialogue/${dialogueId}?namespace=acme`, { key })).json.id, dialogueId);
    same((await expect(403, 'POST', '/dialogue', { key, body: { namespace: 'globex' } })).json.error.code, 'FORBIDDEN');

    // "a b" is one namespace, written as %20 or as +.
    const spaced = (await expect(200, 'POST', '/dialogue', { body: { namespace: 'a b' } })).json;
    await expect(200, 'GET', `/dialogue/${spaced.id}?namespace=a%20b`);
    await expect(200, 'GET', `/dialogue/${spaced.id}?namespace=a+b`);
}

async function transport(dialogueId) {
    for (const key of ['', 'cl_wrong', CLOISTER_KEY.slice(0, -1)]) {
        const refused = await expect(401, 'GET', '/dialogue', { key });
        same(refused.json.error.code, 'UNAUTHENTICATED');
    }
    const head = await expect(200, 'HEAD', `/dialogue/${dialogueId}?namespace=acme`);
    same(head.text, '');
    assert.ok(Number(head.headers['content-length']) > 2);
    same(head.headers['content-type'], 'application/json; charset=utf-8');
    const options = await expect(200, 'OPTIONS', '/api/v1/dialogue');
    same(options.headers.allow.split(', ').sort(), ['GET', 'HEAD', 'OPTIONS', 'POST']);
    const refused = await expect(405, 'DELETE', '/api/v1/messages');
    same(refused.json.error.code, 'METHOD_NOT_ALLOWED');
    assert.ok(refused.headers.allow.includes('POST'));
    same((await expect(404, 'GET', '/api/v1/nothing')).json.error.code, 'ROUTE_NOT_FOUND');
    await expect(200, 'GET', `//api/v1/dialogue/${dialogueId}?namespace=acme`);
    same((await expect(400, 'POST', '/dialogue', { raw: '{"id": "x",}' })).json.error.code, 'INVALID_JSON');
    same((await expect(400, 'GET', '/dialogue?colour=red')).json.error.code, 'INVALID_PARAMETER');
    same((await expect(400, 'POST', '/message', { body: { dialogueId, namespace: 'acme', content: 'x' } }))
        .json.error.details.map((detail) => [detail.field, detail.code]), [['role', 'REQUIRED']]);

    const headers = { 'Idempotency-Key': 'once-1' };
    const first = (await expect(200, 'POST', '/dialogue', { headers, body: { namespace: 'acme', label: 'once' } })).json;
    same((await expect(200, 'POST', '/dialogue', { headers, body: { namespace: 'acme', label: 'once' } })).json.id, first.id);
    same((await expect(409, 'POST', '/dialogue', { headers, body: { namespace: 'acme', label: 'other' } })).json.error.code,
        'IDEMPOTENCY_KEY_REUSED');
}

async function removal(dialogueId, threadId) {
    const removed = (await expect(200, 'DELETE', `/dialogue/${dialogueId}?namespace=acme`)).json.deleted;
    same([removed.dialogues, removed.messages], [2, 50]);
    isMiss(await expect(404, 'GET', `/dialogue/${threadId}?namespace=acme`), threadId, 'acme', 'DIALOGUE_NOT_FOUND');
    const spaces = (await expect(200, 'GET', '/namespace')).json.items;
    same(spaces.map((item) => item.namespace).sort(), ['a b', 'acme']);
    const events = (await expect(200, 'GET', '/events?limit=1000')).json.items;
    assert.ok(events.some((item) => item.event.action === 'dialogue.delete'));
    assert.ok(!JSON.stringify(events).includes('Where is my order'));
}

const dialogueId = await dialogues();
await messages(dialogueId);
await exactContent(dialogueId);
const threadId = await threadsAndState(dialogueId);
await memories();
await otherTenants(dialogueId);
await transport(dialogueId);
await removal(dialogueId, threadId);
agent.destroy();
console.log(`${checks} checks passed`);
