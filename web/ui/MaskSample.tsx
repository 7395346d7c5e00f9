import { theme } from 'antd';
import type { MaskShape } from '#vocabulary/masks.ts';
import { useText } from './language.tsx';
import { type ColumnType, type Mask, maskOf, maskValue } from './masks.ts';

/** An invented value of the item's sort, long enough that a mask can be seen on it. */
function invented(item: string, type: string, mask: Mask): string {
  if (mask.kind === 'year' || mask.kind === 'month') return '1990-03-07';
  if (mask.kind === 'mail' || /邮箱|邮件/u.test(item)) return 'zhang@example.cn';
  if (/地址|住址|住所/u.test(item)) return '平顶山市湛河区建设路 18 号';
  if (/身份|证件号/u.test(item)) return '41040219900307123X';
  if (/信用代码/u.test(item)) return '91410400MA45678X2B';
  if (/银行|卡号|账号/u.test(item)) return '6222021704001234567';
  if (/电话|手机/u.test(item)) return '13803751234';
  if (/年龄/u.test(item)) return '37';
  if (item === '性别') return '女';
  if (item === '民族') return '汉族';
  if (type === 'date' || type === 'timestamp') return '1990-03-07';
  if (type === 'bigint' || type === 'numeric' || type === 'double') return '1286';
  if (type === 'boolean') return '是';
  if (/姓名|名字|法定代表人|联系人/u.test(item)) return '张玉丰';
  return '样例值';
}

/** What a keyed digest looks like, cut where a cell ends; no key made it. */
const DIGEST = 'q7Xr2Lk9Tz…';

/** 给出的样子: how an item looks to the consumer, on an invented value. */
export function MaskSample({
  mask,
  item = '',
  type = 'text',
  sample,
}: {
  mask: MaskShape;
  item?: string;
  type?: string;
  sample?: string;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const meant = maskOf(mask);
  if (meant.kind === 'hidden')
    return <span style={{ color: token.colorTextTertiary }}>{t('不给出', 'not given')}</span>;
  const value = sample ?? maskValue(meant, type as ColumnType, invented(item, type, meant), () => DIGEST);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <span style={{ fontVariantNumeric: 'tabular-nums' }}>{value}</span>
      {mask.kind === 'none' && (
        <span style={{ color: token.colorTextTertiary, fontSize: 12, marginInlineStart: 8 }}>
          {t('原样', 'as it is')}
        </span>
      )}
    </span>
  );
}
