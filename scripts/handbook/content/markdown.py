from __future__ import annotations
import re
from dataclasses import dataclass
from enum import StrEnum
class ElementKind(StrEnum):
    LIST_ITEM="list item"; TASK="task"; TABLE="table"; ADMONITION="admonition"; FOLDED="folded block"; IMAGE="image"; CODE_BLOCK="code block"
@dataclass(frozen=True,slots=True)
class Heading: level:int; text:str; id:str|None; line:int; column:int
@dataclass(frozen=True,slots=True)
class Element: kind:ElementKind; line:int; name:str=""; titled:bool=True; rows:int=0; columns:int=0
@dataclass(frozen=True,slots=True)
class Link: target:str; text:str; line:int; column:int
@dataclass(frozen=True,slots=True)
class Variable: name:str; line:int; column:int; alone:bool
@dataclass(frozen=True,slots=True)
class Scan: headings:tuple; elements:tuple; links:tuple; variables:tuple; text_lines:tuple
def scan(text,*,first_line=1):
    h=[];v=[];t=[];e=[];ln=[]
    for n,l in enumerate(text.split("\n"),first_line):
        m=re.match(r'(#{1,6}) (.*?)(?:\s*\{ ?#([\w-]+) ?\})?\s*$',l)
        if m: h.append(Heading(len(m[1]),m[2],m[3],n,1)); continue
        if l.strip(): t.append(n)
        for m in re.finditer(r'\{\{\s*([\w.]+)\s*\}\}',l): v.append(Variable(m[1],n,m.start()+1,m[0]==l.strip()))
    return Scan(tuple(h),tuple(e),tuple(ln),tuple(v),tuple(t))
