/**
 * One story for each of the six profiles, at the page: what a department may ask, who answers by when, and who decides
 * where two departments differ is the law of the place, and the page says so. One platform for all: its city follows one
 * profile after the other, as its authority switches them.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Installation, type Running, newInstallation } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';
import { type Story, anyOf, storyAt, whenTold } from './profileStory.ts';

const CIVIL = '平顶山市民政局';
const MARKET = '平顶山市市场监督管理局';
const AUTHORITY = '平顶山市政务服务和大数据管理局';

describe('Six profiles, six stories at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;
  let story: Story;

  before(async () => {
    await buildPage();
    installation = await newInstallation('profiles');
    running = await installation.start();
    window = await openWindow(running.base);
    story = storyAt(window, running);
    await whenTold(running);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
  });
  beforeEach(() => {
    window.complaints.length = 0;
    window.refused.length = 0;
  });
  const nothingWentWrong = () => assert.deepEqual([window.complaints, window.refused], [[], []]);

  test('Pingdingshan: refused within 5 working days’ time, mediated by the authority above both, decided by its government', async () => {
    const { page, hook } = window;
    const { says, step, cites } = story;
    await story.as('zh-jt.officer');
    const id = await story.apply({
      entry: '低保对象信息',
      matter: '课后服务费减免',
      items: ['公民身份号码', '保障类别', '月保障金额'],
      ground: '《河南省中小学课后服务收费管理办法》第九条',
      scenario: '信息核验',
      look: async () => {
        await says('apply-summary', `${CIVIL} 应在 5 个工作日内答复`);
        await cites('平顶山市政务数据管理办法（试行） 第十八条');
      },
    });
    await story.consent('zh-jt.office', id);

    await story.as('mz.office');
    await window.go(`/cases/${id}`);
    await says('deadline', '5 个工作日');
    await step('act-refuse', 'refuse-confirm', async () => {
      // The place lets a refusal rest on its reasons alone.
      assert.ok(await hook('refuse-other').isEnabled());
      await hook('refuse-condition-not-met').check();
      await hook('refuse-conditions').getByText('限于落实困难群众帮扶和费用减免政策').click();
      await hook('refuse-reason').fill(
        '课后服务费减免不属于目录列明的困难群众帮扶政策，请补充资助政策文件后再提。',
      );
    });
    await says('case-answer', '不同意');

    await story.as('zh-jt.office');
    await window.go(`/cases/${id}`);
    await says('case-answer', '限于落实困难群众帮扶和费用减免政策');
    await hook('dispute-raise').click();
    await page.getByText(`协商不成的，由${AUTHORITY}协调`).waitFor();
    await hook('dispute-argument').fill('课后服务费减免就是对困难群众的费用减免，属于目录列明的条件。');
    await hook('dialog-confirm').click();
    await page.waitForURL(/\/disputes\/\d+$/);
    const dispute = page.url();
    await cites('平顶山市政务数据管理办法（试行） 第十八条', '政务数据共享条例 第二十八条');

    const open = async (login: string) => {
      await story.as(login);
      await page.goto(dispute);
    };
    await open('mz.office');
    await hook('statement').fill('减免政策的认定机关不是本部门，坚持原答复。');
    await hook('statement-send').click();
    await says('statements', '坚持原答复');
    await open('zh-jt.office');
    await step('dispute-escalate', 'dialog-confirm');
    await says('body', AUTHORITY);

    await open('sj.authority');
    await step('dispute-opine', 'dialog-confirm', async () => {
      await hook('dispute-outcome').getByText('同意共享').click();
      await hook('dispute-words').fill('费用减免以低保身份为前提，属于目录列明的条件。');
    });
    await open('mz.office');
    await step('dispute-reject', 'dialog-confirm', () =>
      hook('dispute-words').fill('月保障金额超出减免审核的需要。'),
    );
    await open('sj.authority');
    await step('dispute-report', 'dialog-confirm');
    await says('government', '平顶山市人民政府');
    await step('dispute-decide', 'dialog-confirm', async () => {
      await hook('dispute-outcome').getByText('同意共享').click();
      await hook('dispute-items').getByText('月保障金额').click();
      await hook('dispute-document').fill('平政办〔2026〕12号');
      await page.locator('#dispute-date').click();
      await page.locator('.ant-picker-now-btn').click();
      await hook('dispute-words').fill('同意共享，月保障金额除外。');
    });
    await says('decision', '平政办〔2026〕12号');

    await story.as('zh-jt.officer');
    await window.go(`/cases/${id}`);
    await window.go(`/grants/${await story.grantId()}`);
    const items = await hook('grant-items').innerText();
    assert.ok(items.includes('保障类别') && !items.includes('月保障金额'), items);
    nothingWentWrong();
  });

  test('Zhanhe District: a need that two departments share goes on the list, is matched and answered under its scenarios', async () => {
    const { page, hook } = window;
    const { says, step, cites } = story;
    const register = async (login: string, title: string, matter: string) => {
      await story.as(login);
      await window.go('/demands/new');
      await hook('demand-title').fill(title);
      await hook('demand-matter').fill(matter);
      await hook('demand-save').click();
      await page.waitForURL(/\/demands\/\d+$/);
      return Number(/\d+$/.exec(page.url())?.[0]);
    };
    const need = await register('zh-jt.officer', '高龄老人津贴领取信息', '祖辈监护学生家庭走访');
    const other = await register('zh-market.officer', '老年人高龄津贴领取名单', '涉老消费风险提示');

    await story.as('zh-sj.authority');
    await window.go(`/demands/${other}`);
    await step('demand-merge', 'dialog-confirm', () =>
      window.choose(hook('demand-to'), '高龄老人津贴领取信息'),
    );
    await window.go(`/demands/${need}`);
    await page.getByText('附议部门（1）').waitFor();
    await step('demand-assign', 'dialog-confirm', async () => {
      await hook('demand-to').click();
      await page.keyboard.type('湛河区民政');
      await page.locator('.ant-select-item-option', { hasText: '湛河区民政' }).click();
    });
    await step('demand-list', 'dialog-confirm');
    await page.getByText('已纳入清单').first().waitFor();

    await story.as('zh-mz.officer');
    await window.go(`/demands/${need}`);
    await step('demand-accept', 'dialog-confirm');
    await step('demand-match', 'dialog-confirm', async () => {
      await hook('demand-to').click();
      await page.keyboard.type('高龄津贴发放');
      await page.locator('.ant-select-item-option', { hasText: '湛河区高龄津贴发放信息' }).click();
    });

    await story.as('zh-jt.officer');
    await window.go(`/demands/${need}`);
    await hook('demand-apply').click();
    const id = await story.apply({
      entry: '湛河区高龄津贴发放信息',
      demand: need,
      matter: '祖辈监护学生家庭走访',
      items: ['公民身份号码', '年龄段'],
      ground: '《家庭教育促进法》第三十九条',
      scenario: '数据分析',
      look: async () => {
        assert.deepEqual(await hook('apply-scenario').locator('label').allInnerTexts(), [
          '信息核验',
          '信息查询',
          '数据分析',
          '业务协同',
        ]);
        await cites('平顶山市政务数据管理办法（试行） 第十八条');
      },
    });
    await story.consent('zh-jt.office', id);
    await story.as('zh-mz.office');
    await window.go(`/cases/${id}`);
    await says('deadline', '5 个工作日');
    await cites('湛河区建立健全公共数据共享协调机制加快推进数据有序共享的实施方案（试行） 四（二）');
    await story.act('agree');
    await hook('case-grant').first().waitFor();
    await story.as('zh-market.officer');
    await window.go(`/demands/${need}`);
    await page.getByText('由此提出的申请').waitFor();
    nothingWentWrong();
  });

  test('Xiayi: what is shared without conditions is used directly, on the consent that its head gave with the publication', async () => {
    const { page, hook } = window;
    const { says, cites } = story;
    const entry = '企业登记信息';
    await story.as('mz.officer');
    await window.go(`/requests/new?entry=${await story.entryOf(entry)}`);
    await says('apply-summary', '由平台管理单位');
    await story.switchTo('关于进一步落实政务数据共享责任');
    const entryId = await story.entryOf(entry);
    await story.changeEntry('scjg.officer', entryId);
    await story.as('scjg.office');
    await window.go(`/our-catalog/${entryId}`);
    await story.step('act-sign-office', 'act-confirm', () => hook('standing-consent').check());
    await story.publishChange(entryId, 'scjg.head');

    await story.as('mz.officer');
    const id = await story.apply({
      entry,
      matter: '核对救助对象的经营情况',
      items: ['统一社会信用代码', '企业名称', '成立日期'],
      ground: '《社会救助暂行办法》第五十八条',
      scenario: '信息查询',
      look: async () => {
        await says('apply-summary', `${MARKET} 已事先同意，负责人签批后立即可用`);
        await cites('关于进一步落实政务数据共享责任加强数据共享应用的通知 四（三）');
      },
    });
    await story.consent('mz.office', id);
    await page.getByText('依提供部门的事先同意办理').click();
    await page.getByText(`${MARKET} 共享机构负责人`).first().waitFor();
    await window.go(`/cases/${id}`);
    await window.go(`/grants/${await story.grantId()}`);
    await says('supply-ready', '已具备条件，等待首次调用');
    nothingWentWrong();
  });

  test('Lu’an, a draft: the green channel and the blanket authorisation are offered with its clause marked as a draft; what it would shorten stays', async () => {
    const { page, hook } = window;
    const { says, cites, step } = story;
    await story.switchTo('六安市', () =>
      page
        .getByText('是草案，不产生约束')
        .waitFor()
        .then(() => undefined),
    );
    const draft =
      '六安市进一步建立健全政务数据共享协调机制加快推进数据有序共享实施方案（征求意见稿） 二（二）5';

    await story.as('scjg.officer');
    const urgent = await story.apply({
      entry: '户籍登记信息',
      matter: '受灾群众身份核对',
      items: ['公民身份号码', '户籍状态'],
      ground: '《中华人民共和国突发事件应对法》第四十九条',
      scenario: '信息核验',
      event: '沙河洪水三级应急响应',
      look: async () => {
        // The draft says 5 working days; what holds is the national base.
        await says('apply-summary', '应在 10 个工作日内答复');
      },
    });
    await story.consent('scjg.office', urgent);
    await says('case-green', '先用后审，正在使用');
    await cites(draft);
    await story.as('sj.authority');
    await window.go(`/cases/${urgent}`);
    await says('deadline', '5 个工作日');
    await story.act('confirm-use');
    await says('case-green', '自动终止');

    await story.as('scjg.officer');
    await window.go('/mandates/new?kind=blanket');
    await hook('mandate-other').click();
    await page.keyboard.type(CIVIL);
    await page.locator('.ant-select-item-option', { hasText: CIVIL }).first().click();
    await says('mandates-draft', '征求意见稿');
    await hook('mandate-matter').fill('涉企救助政策核对');
    await hook('mandate-ground').fill('《社会救助暂行办法》第五十八条');
    await hook('mandate-until').fill(story.dayIn(300));
    await page.keyboard.press('Enter');
    await hook('mandate-submit').click();
    await page.waitForURL(/\/mandates\/\d+$/);
    const mandate = page.url();
    await story.as('scjg.office');
    await page.goto(mandate);
    await step('mandate-sign', 'dialog-confirm');
    await story.as('mz.office');
    await page.goto(mandate);
    await says('deadline', '个工作日');
    await cites(draft);
    await step('mandate-agree', 'dialog-confirm');

    await story.as('scjg.officer');
    const id = await story.apply({
      entry: '婚姻登记信息',
      matter: '涉企救助政策核对',
      items: ['男方公民身份号码', '业务类型', '登记日期'],
      ground: '《社会救助暂行办法》第五十八条',
      scenario: '信息核验',
      look: () => says('apply-summary', '10 个工作日').then(() => undefined),
    });
    await story.consent('scjg.office', id);
    await page.getByText('依整体授权直接办理').waitFor();
    await page.goto(mandate);
    await says('mandate-uses', '婚姻登记信息');
    nothingWentWrong();
  });

  test('Shuozhou: the scenarios of its text, the check after the provider’s consent, and misuse that is suspended before it is ended', async () => {
    const { hook } = window;
    const { says, cites, step } = story;
    await story.switchTo('朔州市');
    await story.as('scjg.officer');
    const id = await story.apply({
      entry: '特困人员救助供养信息',
      matter: '食品安全公益岗位核对',
      items: ['公民身份号码', '供养方式'],
      ground: '《中华人民共和国食品安全法》第一百一十条',
      scenario: '数据校核',
      look: async () => {
        assert.deepEqual(await hook('apply-scenario').locator('label').allInnerTexts(), [
          '行政依据',
          '工作参考',
          '数据校核',
          '业务协同',
        ]);
      },
    });
    await story.consent('scjg.office', id);
    await story.as('mz.office');
    await window.go(`/cases/${id}`);
    await story.act('agree');
    await says('case-progress', '规范审核');
    await story.as('sj.authority');
    await window.go(`/cases/${id}`);
    await cites('朔州市加快推进全市政务数据共享工作实施方案 三（五）2');
    await story.act('pass-check');
    const grant = `/grants/${await story.grantId()}`;

    const open = async (login: string) => {
      await story.as(login);
      await window.go(grant);
      await hook('grant-head').waitFor();
    };
    await open('mz.office');
    await says('ending-waits', '须先暂停、限期整改');
    assert.ok(await hook('terminate').isDisabled());
    await step('suspend', 'suspend-confirm', async () => {
      await hook('suspend-cause').getByText('违规使用').click();
      await hook('grant-reason').fill('用于企业信用评分，超出数据校核的用途');
    });
    await says('grant-stopped', '已暂停使用');
    await cites('政务数据共享条例 第二十七条');
    assert.ok(await hook('terminate').isDisabled());
    await step('order_repair', 'order_repair-confirm', () =>
      hook('grant-reason').fill('停止评分用途，删除已生成的评分'),
    );
    assert.ok(await hook('terminate').isDisabled());
    await open('scjg.officer');
    await says('grant-stopped', '整改要求：停止评分用途，删除已生成的评分');
    await step('submit_repair', 'submit_repair-confirm', () => hook('grant-reason').fill('已停止新增评分'));
    await open('mz.office');
    await step('reject_repair', 'reject_repair-confirm', () =>
      hook('grant-reason').fill('已生成的评分没有删除'),
    );
    await step('terminate', 'terminate-confirm', () => hook('grant-reason').fill('整改不到位'));
    await says('grant-stopped', '已终止使用');
    nothingWentWrong();
  });

  test('Decree 809: one list of what is missing, an extension with the authority’s consent, and the disposal at the end', async () => {
    const { page, hook } = window;
    const { says, cites, step } = story;
    await story.switchTo('政务数据共享条例');
    const system = '殡葬用品监管系统';
    const caller = await story.registerSystem('scjg.officer', system);
    await story.as('scjg.officer');
    const id = await story.apply({
      entry: '殡葬火化信息',
      system,
      matter: '殡葬用品经营检查',
      items: ['逝者公民身份号码', '殡仪馆'],
      ground: '《殡葬管理条例》第十七条',
      scenario: '信息查询',
      look: async () => {
        await says('apply-summary', '应在 10 个工作日内答复');
        await cites('政务数据共享条例 第二十一条');
      },
    });
    await story.consent('scjg.office', id);
    const open = async (login: string) => {
      await story.as(login);
      await window.go(`/cases/${id}`);
      await hook('case-progress').waitFor();
    };
    await open('mz.office');
    await step('act-ask-material', 'material-confirm', async () => {
      await page.getByText('办理事项的实施依据').click();
      await hook('material-line').fill('检查计划');
    });
    await open('scjg.officer');
    await says('case-material', '需补齐 2 项材料（已一次性告知）');
    await story.act('supply-material', '检查计划和实施依据已补');
    await open('mz.office');
    assert.equal(await hook('act-ask-material').count(), 0);
    await story.act('ask-extension', '须与殡仪馆逐条核对历年记录');
    await says('case-extension', '待主管部门答复');
    await open('sj.authority');
    await story.act('grant-extension');
    await open('scjg.officer');
    await says('case-extension', '已延期 10 个工作日');
    await cites('政务数据共享条例 第二十一条');
    await open('mz.office');
    await story.act('agree');
    const grantId = await story.grantId();
    const grant = `/grants/${grantId}`;
    const known = await anyOf(
      `${installation.scratch.name}_departments`,
      'pds_civil_affairs.cremation',
      'citizen_no',
    );
    const openGrant = async (login: string) => {
      await story.as(login);
      await window.go(grant);
      await hook('grant-head').waitFor();
    };
    await openGrant('scjg.officer');
    await hook('turn-live').click();
    await hook('turn-live-confirm').click();
    await hook('sandbox-band').waitFor({ state: 'detached' });
    await story.useOnce('scjg.officer', grantId, caller, { 逝者公民身份号码: known });

    await openGrant('scjg.office');
    await hook('grant-more').click();
    await page.getByText('放弃授权').click();
    await hook('give-up-because').getByText('共享目的已实现').click();
    await hook('give_up-confirm').click();
    await says('grant-stopped', '使用部门已放弃');
    await openGrant('mz.office');
    await step('demand_disposal', 'demand_disposal-confirm', () => hook('demand-days').fill('10'));
    await openGrant('scjg.officer');
    await says('disposal', '提供部门要求 10 个工作日内');
    await step('report_disposal', 'report_disposal-confirm', () =>
      hook('grant-reason').fill('殡葬用品监管系统中的查询缓存和备份'),
    );
    await openGrant('scjg.office');
    await says('certificate', '未另行留存，未提供给第三方');
    await step('sign_disposal', 'sign_disposal-confirm');
    await openGrant('mz.office');
    await step('confirm_disposal', 'confirm_disposal-confirm');
    await openGrant('scjg.officer');
    await says('disposal', '签发时的校验值');
    await cites('政务数据共享条例 第二十七条');
    nothingWentWrong();
  });
});
