"""Why the system refused a file, in both languages."""

from __future__ import annotations

import errno

REASONS = {
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


_FULL = (
    "请腾出空间，或者换一个磁盘，再做一次",
    "free some space, or take another disk, then do it again",
)
_FORBIDDEN = (
    "请换一个可以读写的地方，或者请管理员给予权限",
    "choose a place you may read and write, or ask for the permission",
)
_CURES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.EFBIG: (
        "请放宽文件大小的限制（ulimit -f），再做一次",
        "raise the limit on the size of files (ulimit -f), then do it again",
    ),
    errno.EIO: (
        "请检查磁盘或网络盘，再做一次",
        "check the disk or the network drive, then do it again",
    ),
}


def reason(error: OSError) -> tuple[str, str]:
    """Chinese and English; of an unusual reason the system's own words."""
    english = error.strerror or ""
    return REASONS.get(error.errno or 0, english), english


def cure(error: OSError) -> tuple[str, str] | None:
    """What to do about it, in Chinese and English, where that can be said."""
    return _CURES.get(error.errno or 0)
