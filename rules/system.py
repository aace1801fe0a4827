"""Why the system refused a file, in both languages."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘或网络出错",
}


def reason(error: OSError) -> tuple[str, str]:
    """Chinese and English; of an unusual reason the system's own words."""
    english = error.strerror or ""
    return _REASONS.get(error.errno or 0, english), english
