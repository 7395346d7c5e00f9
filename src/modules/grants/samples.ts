import { SAMPLE_DIGEST, maskValue } from '#vocabulary/masks.ts';
import type { ColumnType, Mask } from '#vocabulary/plans.ts';

/** An invented value as a consumer will see it, for the page. */
export function sampleOf(type: ColumnType, name: string, mask: Mask): string {
  const clear = /身份号码/.test(name)
    ? '41041119900101****'
    : /姓名|名称|代表人/.test(name)
      ? '张三丰'
      : /电话|手机/.test(name)
        ? '13800001234'
        : /信用代码/.test(name)
          ? '91410400MA0000000X'
          : /邮箱|邮件/.test(name)
            ? 'zhang@example.cn'
            : /地址|住址|住所/.test(name)
              ? '平顶山市湛河区建设路 18 号'
              : type === 'date' || type === 'timestamp'
                ? '1990-01-01'
                : type === 'text'
                  ? '示例文字内容'
                  : '1234';
  if (mask.kind === 'year' || mask.kind === 'month')
    return maskValue(mask, 'date', '1990-01-01', () => '') ?? '';
  if (mask.kind === 'hidden') return '（不给出）';
  return maskValue(mask, type, clear, () => SAMPLE_DIGEST) ?? '';
}
